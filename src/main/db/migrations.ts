/**
 * The schema, forward only. A released migration is never edited; the next one is appended.
 * Every table is STRICT. What must never happen is refused here, whatever the program above does.
 */
export interface Migration {
  readonly id: number
  readonly name: string
  readonly sql: string
}

const appendOnly = (table: string): string => `
CREATE TRIGGER ${table}NoUpdate BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}NoDelete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`

const requesters = `('self','company-contact','agent','heir','institution','provider','other')`
const requestChannels = `('phone','branch','letter','institution','provider-notice','provider-api','consent-screen','timer')`

const bank = `
CREATE TABLE branches (
  code TEXT PRIMARY KEY CHECK (code GLOB '[0-9][0-9][0-9]'),
  name TEXT NOT NULL, kana TEXT NOT NULL,
  -- A merged branch keeps its code for what happened there.
  validFrom TEXT, validTo TEXT,
  CHECK (validFrom IS NULL OR validTo IS NULL OR validFrom <= validTo)
) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  customerNumber TEXT NOT NULL UNIQUE CHECK (customerNumber GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
  channel TEXT NOT NULL CHECK (channel IN ('personal','business')),
  name TEXT NOT NULL, kana TEXT NOT NULL,
  nameKey TEXT NOT NULL, kanaKey TEXT NOT NULL,
  birthDate TEXT NOT NULL CHECK (birthDate GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  address TEXT NOT NULL, phone TEXT NOT NULL, phoneKey TEXT NOT NULL, phoneReversed TEXT NOT NULL,
  branchCode TEXT NOT NULL REFERENCES branches (code),
  -- Who of a company may consent: any of its users, or those named (logins.mayConsent).
  consentBy TEXT NOT NULL DEFAULT 'any' CHECK (consentBy IN ('any','named'))
) STRICT;

-- One for a person, one for each user of a company.
CREATE TABLE logins (
  id INTEGER PRIMARY KEY,
  customerId INTEGER NOT NULL REFERENCES customers (id),
  loginId TEXT NOT NULL UNIQUE,
  userName TEXT,
  passwordHash TEXT NOT NULL,
  userNumber BLOB,
  extraChallenge INTEGER NOT NULL DEFAULT 0 CHECK (extraChallenge IN (0, 1)),
  mayConsent INTEGER NOT NULL DEFAULT 1 CHECK (mayConsent IN (0, 1)),
  wrongEntries INTEGER NOT NULL DEFAULT 0 CHECK (wrongEntries >= 0),
  refusedUntil INTEGER,
  digitPositions TEXT CHECK (digitPositions IS NULL OR json_valid(digitPositions))
) STRICT;
CREATE INDEX loginsByCustomer ON logins (customerId);
CREATE INDEX customersByKana ON customers (kanaKey);
CREATE INDEX customersByName ON customers (nameKey);
CREATE INDEX customersByPhone ON customers (phoneKey);
CREATE INDEX customersByPhoneTail ON customers (phoneReversed);

CREATE VIRTUAL TABLE customerGrams USING fts5 (grams, content='', contentless_delete=1, detail='none', tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'");

CREATE TABLE customerQuestions (
  customerId INTEGER NOT NULL REFERENCES customers (id), position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
  question TEXT NOT NULL, answerHash TEXT NOT NULL,
  PRIMARY KEY (customerId, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE customerSignIns (
  customerId INTEGER NOT NULL REFERENCES customers (id),
  kind TEXT NOT NULL CHECK (kind IN ('range','browser')), value TEXT NOT NULL, lastAt INTEGER NOT NULL,
  PRIMARY KEY (customerId, kind, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE sourceFailures (source TEXT PRIMARY KEY, wrongEntries INTEGER NOT NULL, firstAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  customerId INTEGER NOT NULL REFERENCES customers (id),
  branchCode TEXT NOT NULL REFERENCES branches (code),
  typeCode TEXT NOT NULL CHECK (typeCode IN ('1','2','4','9')),
  number TEXT NOT NULL CHECK (number GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
  numberReversed TEXT NOT NULL,
  primaryAccount INTEGER NOT NULL CHECK (primaryAccount IN (0, 1)),
  balance INTEGER NOT NULL, previousDayBalance INTEGER NOT NULL, previousMonthBalance INTEGER NOT NULL,
  openedOn TEXT NOT NULL, closedOn TEXT,
  memo TEXT NOT NULL DEFAULT '' CHECK (length(memo) <= 20),
  -- 照会用暗証番号: as notified to the union, and since when it is registered for inquiries.
  inquiryPinHash TEXT, inquiryPinSince INTEGER,
  CHECK (inquiryPinSince IS NULL OR inquiryPinHash IS NOT NULL),
  UNIQUE (branchCode, typeCode, number)
) STRICT;
CREATE INDEX accountsByCustomer ON accounts (customerId);
CREATE INDEX accountsByNumber ON accounts (number);
CREATE INDEX accountsByTail ON accounts (numberReversed);

CREATE TABLE transactions (
  id INTEGER PRIMARY KEY,
  accountId INTEGER NOT NULL REFERENCES accounts (id),
  date TEXT NOT NULL, valueDate TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('1','2')),
  amount INTEGER NOT NULL CHECK (amount >= 0), balance INTEGER NOT NULL, remarks TEXT NOT NULL,
  -- The core's own number of the movement on that day.
  itemNo TEXT
) STRICT;
CREATE UNIQUE INDEX transactionsByItem ON transactions (accountId, date, itemNo);
CREATE INDEX transactionsByAccount ON transactions (accountId, date, id);
`

const imports = `
-- A file that staff take in: its rows wait here, sealed, until they are accepted in one small transaction.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, fileName TEXT NOT NULL, encoding TEXT NOT NULL,
  fileHash BLOB NOT NULL CHECK (length(fileHash) = 32),
  rows INTEGER NOT NULL, written INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('staging','accepted','done','cancelled')),
  staffId TEXT NOT NULL, staffName TEXT NOT NULL, createdAt INTEGER NOT NULL, endedAt INTEGER,
  CHECK ((state IN ('done','cancelled')) = (endedAt IS NOT NULL))
) STRICT;
CREATE TABLE importRows (
  importId INTEGER NOT NULL REFERENCES imports (id), n INTEGER NOT NULL, payload BLOB NOT NULL,
  PRIMARY KEY (importId, n)
) STRICT, WITHOUT ROWID;
`

const registry = `
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value)), updatedAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  loginId TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('clerk','officer','hq-admin','auditor','sysadmin')),
  branchCode TEXT REFERENCES branches (code),
  passwordHash TEXT NOT NULL,
  wrongEntries INTEGER NOT NULL DEFAULT 0, refusedUntil INTEGER,
  createdAt INTEGER NOT NULL, disabledAt INTEGER
) STRICT;

CREATE TABLE staffSessions (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  staffId INTEGER NOT NULL REFERENCES staff (id),
  terminal TEXT NOT NULL, createdAt INTEGER NOT NULL, lastActAt INTEGER NOT NULL, lockedAt INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE providers (
  id INTEGER PRIMARY KEY,
  clientId TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kana TEXT NOT NULL, nameKey TEXT NOT NULL,
  servicePersonal TEXT NOT NULL, serviceBusiness TEXT NOT NULL,
  registrationNumber TEXT, contact TEXT NOT NULL,
  channels TEXT NOT NULL CHECK (json_valid(channels)), scopes TEXT NOT NULL,
  redirectUris TEXT NOT NULL CHECK (json_valid(redirectUris)),
  jwks TEXT CHECK (json_valid(jwks)), jwksUri TEXT,
  signingAlgorithm TEXT NOT NULL CHECK (signingAlgorithm IN ('PS256','ES256','EdDSA')),
  dpop INTEGER NOT NULL CHECK (dpop IN (0, 1)),
  asksServices INTEGER NOT NULL DEFAULT 0 CHECK (asksServices IN (0, 1)),
  asksAccounts INTEGER NOT NULL DEFAULT 0 CHECK (asksAccounts IN (0, 1)),
  policy TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(policy)),
  status TEXT NOT NULL CHECK (status IN ('draft','review','approval','active','suspended','ended')),
  statusReason TEXT, statusAt INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL,
  CHECK ((jwks IS NULL) <> (jwksUri IS NULL)),
  CHECK (status <> 'suspended' OR statusReason IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX providersByRegistration ON providers (registrationNumber) WHERE registrationNumber IS NOT NULL AND status <> 'ended';
CREATE TRIGGER providersEndedStays BEFORE UPDATE OF status ON providers WHEN OLD.status = 'ended' BEGIN SELECT RAISE(ABORT, 'an ended provider never changes'); END;

-- R14: acts that need a second person. singleHanded marks those done by one while no second is asked for.
-- R93: every text that customers see, in versions. One that is approved never changes; it counts from its date on.
CREATE TABLE textVersions (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('personal','business','terms')),
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL CHECK (json_valid(body)),
  note TEXT NOT NULL,
  authorId TEXT NOT NULL, authorName TEXT NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL,
  approverId TEXT, approverName TEXT, approvedAt INTEGER, effectiveFrom INTEGER,
  CHECK ((approvedAt IS NULL) = (approverId IS NULL) AND (approvedAt IS NULL) = (effectiveFrom IS NULL)),
  CHECK (approverId IS NULL OR approverId <> authorId OR authorId = 'shipped'),
  UNIQUE (kind, number)
) STRICT;
CREATE TRIGGER textVersionsApprovedStays BEFORE UPDATE ON textVersions WHEN OLD.approvedAt IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'an approved text never changes'); END;
CREATE TRIGGER textVersionsApprovedKept BEFORE DELETE ON textVersions WHEN OLD.approvedAt IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'an approved text is kept'); END;

CREATE TABLE providerActs (
  id INTEGER PRIMARY KEY,
  providerId INTEGER NOT NULL REFERENCES providers (id),
  action TEXT NOT NULL, requestedBy INTEGER NOT NULL REFERENCES staff (id), requestedAt INTEGER NOT NULL,
  approvedBy INTEGER REFERENCES staff (id), approvedAt INTEGER,
  singleHanded INTEGER NOT NULL CHECK (singleHanded IN (0, 1)),
  CHECK (approvedBy IS NULL OR approvedBy <> requestedBy),
  CHECK (singleHanded = 0 OR approvedBy IS NULL)
) STRICT;
`

const grants = `
CREATE TABLE grants (
  id INTEGER PRIMARY KEY,
  customerId INTEGER NOT NULL REFERENCES customers (id),
  providerId INTEGER NOT NULL REFERENCES providers (id),
  channel TEXT NOT NULL CHECK (channel IN ('personal','business')),
  scopes TEXT NOT NULL, services TEXT,
  status TEXT NOT NULL CHECK (status IN ('awaiting','active','held','rejected','lapsed','expired','revoked','terminated','superseded')),
  grantedAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL CHECK (expiresAt > grantedAt),
  lastAccessAt INTEGER,
  endedAt INTEGER, endedBy TEXT,
  requester TEXT CHECK (requester IN ${requesters}),
  requestChannel TEXT CHECK (requestChannel IN ${requestChannels}),
  reason TEXT,
  formerGrantId INTEGER REFERENCES grants (id),
  textVersion INTEGER NOT NULL, termsVersion TEXT NOT NULL, shownHash BLOB NOT NULL CHECK (length(shownHash) = 32),
  CHECK ((status IN ('awaiting','active','held')) = (endedAt IS NULL)),
  CHECK (status NOT IN ('revoked','terminated') OR (endedBy IS NOT NULL AND requester IS NOT NULL AND requestChannel IS NOT NULL AND reason IS NOT NULL))
) STRICT;
CREATE INDEX grantsByCustomer ON grants (customerId);
CREATE INDEX grantsByProvider ON grants (providerId);
CREATE INDEX grantsLive ON grants (providerId, customerId) WHERE endedAt IS NULL;
CREATE INDEX grantsByEnd ON grants (expiresAt) WHERE endedAt IS NULL;

-- Counting two million rows for a status line would hold the event loop; these are kept with each change.
CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES ('grants', 0);
CREATE TRIGGER grantsCountNew AFTER INSERT ON grants WHEN NEW.endedAt IS NULL BEGIN
  UPDATE counters SET n = n + 1 WHERE name = 'grants';
  INSERT INTO counters VALUES ('provider:' || NEW.providerId, 1) ON CONFLICT (name) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER grantsCountEnd AFTER UPDATE OF endedAt ON grants WHEN OLD.endedAt IS NULL AND NEW.endedAt IS NOT NULL BEGIN
  UPDATE counters SET n = n - 1 WHERE name IN ('grants', 'provider:' || NEW.providerId);
END;
CREATE TRIGGER grantsFinalStays BEFORE UPDATE OF status, expiresAt, endedAt, endedBy, reason, requester, requestChannel ON grants
  WHEN OLD.endedAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a grant that has ended never changes'); END;
CREATE TRIGGER grantsNeverLonger BEFORE UPDATE OF expiresAt ON grants
  WHEN NEW.expiresAt > OLD.expiresAt BEGIN SELECT RAISE(ABORT, 'a grant never gets longer'); END;
CREATE TRIGGER grantsNoDelete BEFORE DELETE ON grants BEGIN SELECT RAISE(ABORT, 'grants are kept'); END;

CREATE TABLE grantAccounts (
  grantId INTEGER NOT NULL REFERENCES grants (id), accountId INTEGER NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (grantId, accountId)
) STRICT, WITHOUT ROWID;

-- What is needed to show the permission screen again, word for word (R83); the words are in textVersions.
CREATE TABLE grantEvidence (
  grantId INTEGER PRIMARY KEY REFERENCES grants (id),
  language TEXT NOT NULL, view TEXT NOT NULL CHECK (json_valid(view))
) STRICT;
${appendOnly('grantEvidence')}

CREATE TABLE grantHistory (
  id INTEGER PRIMARY KEY,
  grantId INTEGER NOT NULL REFERENCES grants (id), seq INTEGER NOT NULL,
  at INTEGER NOT NULL, type TEXT NOT NULL,
  fromStatus TEXT, toStatus TEXT NOT NULL,
  actorKind TEXT NOT NULL CHECK (actorKind IN ('customer','staff','provider','system')), actorId TEXT NOT NULL, actorName TEXT NOT NULL,
  requester TEXT, requestChannel TEXT, reason TEXT, note TEXT,
  endedTokens INTEGER, correlationId TEXT NOT NULL, snapshot TEXT CHECK (json_valid(snapshot)),
  UNIQUE (grantId, seq)
) STRICT;
${appendOnly('grantHistory')}

CREATE TABLE refreshTokens (
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 16),
  grantId INTEGER NOT NULL REFERENCES grants (id), issuedAt INTEGER NOT NULL, endedAt INTEGER
) STRICT;
CREATE INDEX refreshTokensByGrant ON refreshTokens (grantId);

CREATE TABLE accessTokens (
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 16),
  grantId INTEGER NOT NULL REFERENCES grants (id), issuedAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
  scopes TEXT, jkt TEXT, endedAt INTEGER
) STRICT;
CREATE INDEX accessTokensByGrant ON accessTokens (grantId);

CREATE TABLE authorizationCodes (
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 16),
  grantId INTEGER NOT NULL REFERENCES grants (id), expiresAt INTEGER NOT NULL, consumedAt INTEGER,
  payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

CREATE TABLE pushedRequests (
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 16),
  expiresAt INTEGER NOT NULL, consumedAt INTEGER, payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

CREATE TABLE usedAssertions (id INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 16), expiresAt INTEGER NOT NULL) STRICT;

CREATE TABLE accessRecords (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, providerId INTEGER NOT NULL, grantId INTEGER,
  endpoint TEXT NOT NULL, accountId INTEGER, status INTEGER NOT NULL, result TEXT NOT NULL, rows INTEGER
) STRICT;
CREATE INDEX accessRecordsByGrant ON accessRecords (grantId, id);
${appendOnly('accessRecords')}

CREATE TABLE auditEntries (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actorKind TEXT NOT NULL CHECK (actorKind IN ('customer','staff','provider','system')), actorId TEXT NOT NULL, actorName TEXT NOT NULL,
  role TEXT, branchCode TEXT, terminal TEXT,
  action TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('done','refused')),
  targetKind TEXT, targetId INTEGER, targetLabel TEXT,
  before TEXT CHECK (json_valid(before)), after TEXT CHECK (json_valid(after)),
  reason TEXT, singleHanded INTEGER NOT NULL DEFAULT 0 CHECK (singleHanded IN (0, 1)), correlationId TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX auditByTarget ON auditEntries (targetKind, targetId);
CREATE INDEX auditByAction ON auditEntries (action, at);
${appendOnly('auditEntries')}
`

export const migrations: readonly Migration[] = [
  { id: 21, name: 'bank, registry, grants', sql: bank + imports + registry + grants },
]

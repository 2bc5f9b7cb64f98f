import { dayMs } from '#shared/japanese-date'
import { Role } from '#shared/staff'

/**
 * The schema, forward only. A released migration is never edited; the next one is appended.
 * Every table is STRICT. What must never happen is refused here, whatever the program above does.
 */
export interface Migration {
  readonly id: number
  readonly name: string
  readonly sql: string
}

/** Rows can be deleted by retention alone (R85): during the commit that announces it, and in the tables of its class. */
const closed = (kind: string): string =>
  `WHEN NOT EXISTS (SELECT 1 FROM retentionOpen WHERE class = '${kind}')`
const appendOnly = (table: string, kind: string): string => `
CREATE TRIGGER ${table}NoUpdate BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}NoDelete BEFORE DELETE ON ${table} ${closed(kind)} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`

const requesters = `('self','company-contact','agent','heir','institution','provider','other')`
const requestChannels = `('phone','branch','letter','institution','provider-notice','provider-api','consent-screen','timer')`

const retention = `
-- Holds a row inside the one commit that deletes old records of a class, and never on disk.
CREATE TABLE retentionOpen (class TEXT NOT NULL, before INTEGER NOT NULL) STRICT;
-- A deletion that one person asks for and another agrees to.
CREATE TABLE retentionRuns (
  id INTEGER PRIMARY KEY,
  class TEXT NOT NULL CHECK (class IN ('audit','requests','provisions','grants')),
  before INTEGER NOT NULL, counted INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0, after INTEGER NOT NULL DEFAULT 0,
  madeBy INTEGER NOT NULL, madeByName TEXT NOT NULL, madeAt INTEGER NOT NULL,
  checkedBy INTEGER, checkedByName TEXT, checkedAt INTEGER,
  state TEXT NOT NULL CHECK (state IN ('pending','approved','refused','done')), doneAt INTEGER,
  CHECK (checkedBy IS NULL OR checkedBy <> madeBy),
  CHECK (state = 'pending' OR checkedBy IS NOT NULL)
) STRICT;
-- Months of the audit that are gone: the chain goes on from the last one's hash.
CREATE TABLE auditSegments (
  month TEXT PRIMARY KEY, lastId INTEGER NOT NULL, lastHash BLOB NOT NULL CHECK (length(lastHash) = 32), droppedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER auditSegmentsNoUpdate BEFORE UPDATE ON auditSegments BEGIN SELECT RAISE(ABORT, 'a segment that is gone never changes'); END;
CREATE TRIGGER auditSegmentsNoDelete BEFORE DELETE ON auditSegments BEGIN SELECT RAISE(ABORT, 'a segment that is gone never changes'); END;
`

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
  -- Kana without length, family or given name first: for names said in Latin letters.
  looseKey TEXT NOT NULL, looseSwapped TEXT NOT NULL,
  birthDate TEXT NOT NULL CHECK (birthDate GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  address TEXT NOT NULL, phone TEXT NOT NULL, phoneKey TEXT NOT NULL, phoneReversed TEXT NOT NULL,
  branchCode TEXT NOT NULL REFERENCES branches (code),
  -- When the registered telephone number last changed (R51).
  phoneChangedAt INTEGER,
  -- Who of a company may consent: any of its users, or those named (logins.mayConsent).
  consentBy TEXT NOT NULL DEFAULT 'any' CHECK (consentBy IN ('any','named')),
  -- 利用停止 or 解約 of internet banking, as its newest event told: nothing can be linked (R41).
  serviceState TEXT CHECK (serviceState IN ('stopped','ended')), serviceEventAt INTEGER,
  -- A person who can sign in and has no 合言葉; kept by triggers.
  lacksQuestions INTEGER NOT NULL DEFAULT 0 CHECK (lacksQuestions IN (0, 1)),
  CHECK (serviceState IS NULL OR serviceEventAt IS NOT NULL)
) STRICT;

-- One for a person, one for each user of a company.
CREATE TABLE logins (
  id INTEGER PRIMARY KEY,
  customerId INTEGER NOT NULL REFERENCES customers (id),
  loginId TEXT NOT NULL UNIQUE,
  userName TEXT,
  -- passwordAt: when the customer changed it, as the newest event told.
  passwordHash TEXT NOT NULL, passwordAt INTEGER,
  userNumber BLOB,
  extraChallenge INTEGER NOT NULL DEFAULT 0 CHECK (extraChallenge IN (0, 1)),
  mayConsent INTEGER NOT NULL DEFAULT 1 CHECK (mayConsent IN (0, 1)),
  wrongEntries INTEGER NOT NULL DEFAULT 0 CHECK (wrongEntries >= 0),
  refusedUntil INTEGER,
  digitPositions TEXT CHECK (digitPositions IS NULL OR json_valid(digitPositions)),
  -- Which question is being asked, until it is answered or the login is locked.
  questionPosition INTEGER CHECK (questionPosition BETWEEN 1 AND 3)
) STRICT;
CREATE INDEX loginsByCustomer ON logins (customerId);
CREATE INDEX customersByKana ON customers (kanaKey);
CREATE INDEX customersByBranch ON customers (branchCode, kanaKey);
CREATE INDEX customersByLoose ON customers (looseKey);
CREATE INDEX customersBySwapped ON customers (looseSwapped);
CREATE INDEX customersByBirth ON customers (birthDate);
CREATE INDEX customersByName ON customers (nameKey);
CREATE INDEX customersByPhone ON customers (phoneKey);
CREATE INDEX customersByPhoneTail ON customers (phoneReversed);
CREATE INDEX customersLackingQuestions ON customers (kanaKey) WHERE lacksQuestions = 1;

CREATE VIRTUAL TABLE customerGrams USING fts5 (grams, content='', contentless_delete=1, detail='none', tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'");

CREATE TABLE customerQuestions (
  customerId INTEGER NOT NULL REFERENCES customers (id), position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
  question TEXT NOT NULL, answerHash TEXT NOT NULL,
  PRIMARY KEY (customerId, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER questionsWanted AFTER INSERT ON logins
  WHEN NOT EXISTS (SELECT 1 FROM customerQuestions WHERE customerId = NEW.customerId)
  BEGIN UPDATE customers SET lacksQuestions = 1 WHERE id = NEW.customerId AND channel = 'personal'; END;
CREATE TRIGGER questionsThere AFTER INSERT ON customerQuestions
  BEGIN UPDATE customers SET lacksQuestions = 0 WHERE id = NEW.customerId AND lacksQuestions = 1; END;
CREATE TRIGGER questionsGone AFTER DELETE ON customerQuestions
  WHEN NOT EXISTS (SELECT 1 FROM customerQuestions WHERE customerId = OLD.customerId)
  BEGIN UPDATE customers SET lacksQuestions = 1 WHERE id = OLD.customerId AND channel = 'personal'; END;

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
  -- As delivered, with the instant at which it was true; null: not delivered.
  balance INTEGER, balanceAt INTEGER, withdrawable INTEGER, previousDayBalance INTEGER, previousMonthBalance INTEGER,
  -- From which day to which day every transaction was delivered; null: nobody said.
  completeFrom TEXT, completeTo TEXT,
  openedOn TEXT NOT NULL, closedOn TEXT,
  memo TEXT NOT NULL DEFAULT '' CHECK (length(memo) <= 20),
  -- 照会用暗証番号: as notified to the union, and since when it is registered for inquiries.
  inquiryPinHash TEXT, inquiryPinSince INTEGER,
  CHECK (inquiryPinSince IS NULL OR inquiryPinHash IS NOT NULL),
  CHECK ((balance IS NULL) = (balanceAt IS NULL)),
  CHECK ((completeFrom IS NULL) = (completeTo IS NULL) AND completeFrom <= completeTo),
  UNIQUE (branchCode, typeCode, number)
) STRICT;
CREATE INDEX accountsByCustomer ON accounts (customerId);
CREATE INDEX accountsByNumber ON accounts (number);
CREATE INDEX accountsByTail ON accounts (numberReversed);
CREATE INDEX accountsByBalanceAt ON accounts (balanceAt) WHERE closedOn IS NULL AND typeCode <> '9';
CREATE INDEX accountsByCompleteTo ON accounts (completeTo) WHERE closedOn IS NULL AND typeCode <> '9';

CREATE TABLE transactions (
  id INTEGER PRIMARY KEY,
  accountId INTEGER NOT NULL REFERENCES accounts (id),
  date TEXT NOT NULL, valueDate TEXT,
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
  -- Who agreed as the second person, where the file ends many links.
  secondId TEXT, secondName TEXT, ends INTEGER NOT NULL DEFAULT 0,
  CHECK (secondId IS NULL OR secondId <> staffId),
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
  role TEXT NOT NULL CHECK (role IN (${Role.options.map((role) => `'${role}'`)})),
  branchCode TEXT REFERENCES branches (code),
  passwordHash TEXT NOT NULL,
  wrongEntries INTEGER NOT NULL DEFAULT 0, refusedUntil INTEGER,
  createdAt INTEGER NOT NULL, disabledAt INTEGER,
  -- Signs in with a password that somebody else has seen: chooses their own first.
  mustChange INTEGER NOT NULL DEFAULT 0 CHECK (mustChange IN (0, 1)),
  -- Second factor (RFC 6238), sealed: in use, waiting for its first code, and the last step that was used.
  totpSecret BLOB, totpPending BLOB, totpLastStep INTEGER
) STRICT;

CREATE TABLE staffSessions (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  staffId INTEGER NOT NULL REFERENCES staff (id),
  terminal TEXT NOT NULL, createdAt INTEGER NOT NULL, lastActAt INTEGER NOT NULL, lockedAt INTEGER,
  -- Somebody was away for a while: the password is asked before anything ends.
  proofNeeded INTEGER NOT NULL DEFAULT 0 CHECK (proofNeeded IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX staffSessionsByStaff ON staffSessions (staffId);

CREATE TABLE providers (
  id INTEGER PRIMARY KEY,
  clientId TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kana TEXT NOT NULL,
  servicePersonal TEXT NOT NULL, serviceBusiness TEXT NOT NULL,
  registrationNumber TEXT, contact TEXT NOT NULL,
  site TEXT NOT NULL DEFAULT '', privacyPolicy TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL DEFAULT '',
  channels TEXT NOT NULL CHECK (json_valid(channels)), scopes TEXT NOT NULL,
  redirectUris TEXT NOT NULL CHECK (json_valid(redirectUris)),
  jwks TEXT CHECK (json_valid(jwks)), jwksUri TEXT,
  signingAlgorithm TEXT NOT NULL CHECK (signingAlgorithm IN ('PS256','ES256','EdDSA','Ed25519')),
  dpop INTEGER NOT NULL CHECK (dpop IN (0, 1)),
  asksServices INTEGER NOT NULL DEFAULT 0 CHECK (asksServices IN (0, 1)),
  asksAccounts INTEGER NOT NULL DEFAULT 0 CHECK (asksAccounts IN (0, 1)),
  policy TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(policy)),
  -- Every grant up to this instant is over, whatever its own row says yet (R61).
  grantsEndedAt INTEGER,
  status TEXT NOT NULL CHECK (status IN ('draft','review','approval','active','suspended','ended')),
  statusReason TEXT, statusAt INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL,
  CHECK ((jwks IS NULL) <> (jwksUri IS NULL)),
  CHECK (status <> 'suspended' OR statusReason IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX providersByRegistration ON providers (registrationNumber) WHERE registrationNumber IS NOT NULL AND status <> 'ended';
-- What a provider and its services were called, and since when: a customer remembers the name of the day of 許可 (R70).
CREATE TABLE providerNames (
  id INTEGER PRIMARY KEY,
  providerId INTEGER NOT NULL REFERENCES providers(id), since INTEGER NOT NULL,
  name TEXT NOT NULL, servicePersonal TEXT NOT NULL, serviceBusiness TEXT NOT NULL
) STRICT;
CREATE INDEX providerNamesByTime ON providerNames (providerId, since, id);
CREATE TRIGGER providerNamesNoUpdate BEFORE UPDATE ON providerNames BEGIN SELECT RAISE(ABORT, 'providerNames is append-only'); END;
CREATE TRIGGER providerNamesNoDelete BEFORE DELETE ON providerNames BEGIN SELECT RAISE(ABORT, 'providerNames is append-only'); END;
CREATE TRIGGER providersEndedStays BEFORE UPDATE OF status ON providers WHEN OLD.status = 'ended' BEGIN SELECT RAISE(ABORT, 'an ended provider never changes'); END;

-- R14: acts that need a second person. singleHanded marks those done by one while no second is asked for.
-- R93: every text that customers see, in versions. One that is approved never changes; it counts from its date on.
CREATE TABLE textVersions (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('personal','business','personal-en','business-en','terms')),
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
CREATE INDEX grantsByUse ON grants (coalesce(lastAccessAt, grantedAt)) WHERE endedAt IS NULL;
CREATE INDEX grantsByEnded ON grants (endedAt) WHERE endedAt IS NOT NULL;

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
CREATE TRIGGER grantsNoDelete BEFORE DELETE ON grants ${closed('grants')} BEGIN SELECT RAISE(ABORT, 'grants are kept'); END;

CREATE TABLE grantAccounts (
  grantId INTEGER NOT NULL REFERENCES grants (id), accountId INTEGER NOT NULL REFERENCES accounts (id),
  -- Taken out at the customer's request; a grant is never widened, so it never comes back.
  removedAt INTEGER,
  PRIMARY KEY (grantId, accountId)
) STRICT, WITHOUT ROWID;
CREATE INDEX grantAccountsByAccount ON grantAccounts (accountId);
CREATE TRIGGER grantAccountsRemovedStays BEFORE UPDATE ON grantAccounts WHEN OLD.removedAt IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'an account taken out stays out'); END;

-- What is needed to show the permission screen again, word for word (R83); the words are in textVersions.
CREATE TABLE grantEvidence (
  grantId INTEGER PRIMARY KEY REFERENCES grants (id),
  language TEXT NOT NULL, view TEXT NOT NULL CHECK (json_valid(view))
) STRICT;
${appendOnly('grantEvidence', 'grants')}

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
${appendOnly('grantHistory', 'grants')}

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
${appendOnly('accessRecords', 'provisions')}

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
${appendOnly('auditEntries', 'audit')}
`

const requests = `
-- Lists by name (U6): whose they are, and whether others see them.
CREATE TABLE savedViews (
  id INTEGER PRIMARY KEY,
  staffId INTEGER NOT NULL REFERENCES staff (id), shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
  name TEXT NOT NULL, address TEXT NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE INDEX savedViewsByStaff ON savedViews (staffId);
CREATE INDEX savedViewsShared ON savedViews (id) WHERE shared = 1;

-- 受付 (R46): a call, a visit, a letter, the house's own decision or a provider's notice.
CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  openedAt INTEGER NOT NULL,
  requestChannel TEXT NOT NULL CHECK (requestChannel IN ('phone','branch','letter','institution','provider-notice')),
  requester TEXT NOT NULL CHECK (requester IN ${requesters}),
  requesterName TEXT NOT NULL DEFAULT '', callbackPhone TEXT NOT NULL DEFAULT '',
  branchCode TEXT REFERENCES branches (code),
  staffId INTEGER NOT NULL REFERENCES staff (id), staffName TEXT NOT NULL, terminal TEXT NOT NULL,
  customerId INTEGER REFERENCES customers (id), providerId INTEGER REFERENCES providers (id),
  otherBranchReason TEXT,
  identityMetAt INTEGER,
  note TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '',
  complaint INTEGER NOT NULL DEFAULT 0 CHECK (complaint IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('open','waiting','done','closed')),
  result TEXT, closeReason TEXT, closedAt INTEGER,
  printed INTEGER NOT NULL DEFAULT 0,
  CHECK ((customerId IS NULL) <> (providerId IS NULL)),
  CHECK (state <> 'done' OR result IS NOT NULL),
  CHECK ((state = 'closed') = (closeReason IS NOT NULL AND closedAt IS NOT NULL))
) STRICT;
CREATE INDEX requestsByCustomer ON requests (customerId, id);
CREATE INDEX requestsByState ON requests (state, id) WHERE state IN ('open','waiting');
CREATE INDEX requestsByOpened ON requests (openedAt);
-- The time of the notice has money value (R58): a correction is another entry.
CREATE TRIGGER requestsNoticeStays BEFORE UPDATE OF number, openedAt, customerId, providerId, staffId, branchCode ON requests
  BEGIN SELECT RAISE(ABORT, 'the notice of a request never changes'); END;
CREATE TRIGGER requestsClosedStays BEFORE UPDATE OF state, result, requester, requestChannel, identityMetAt ON requests WHEN OLD.state = 'closed'
  BEGIN SELECT RAISE(ABORT, 'a closed request never changes'); END;
CREATE TRIGGER requestsNoDelete BEFORE DELETE ON requests ${closed('requests')} BEGIN SELECT RAISE(ABORT, 'requests are kept'); END;

CREATE TABLE identityChecks (
  id INTEGER PRIMARY KEY,
  requestId INTEGER NOT NULL REFERENCES requests (id),
  item TEXT NOT NULL, result TEXT NOT NULL CHECK (result IN ('match','mismatch','unconfirmed')),
  note TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL, staffId INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX identityChecksByRequest ON identityChecks (requestId, id);
${appendOnly('identityChecks', 'requests')}

-- What was done for a request, or waits for a second person (R45).
CREATE TABLE requestActs (
  id INTEGER PRIMARY KEY,
  requestId INTEGER NOT NULL REFERENCES requests (id),
  kind TEXT NOT NULL CHECK (kind IN ('revoke','emergency','hold','resume')),
  scope TEXT NOT NULL CHECK (json_valid(scope)),
  reason TEXT NOT NULL, note TEXT NOT NULL,
  heldUntil INTEGER, heldAfterwards TEXT CHECK (heldAfterwards IN ('resume','end')),
  paperReceivedOn TEXT,
  approval TEXT NOT NULL CHECK (approval IN ('none','before','after')),
  dueAt INTEGER,
  madeBy INTEGER NOT NULL REFERENCES staff (id), madeByName TEXT NOT NULL, madeAt INTEGER NOT NULL,
  checkedBy INTEGER REFERENCES staff (id), checkedByName TEXT, checkedAt INTEGER, checkNote TEXT,
  state TEXT NOT NULL CHECK (state IN ('pending','done','refused')),
  executedAt INTEGER, result TEXT CHECK (json_valid(result)),
  CHECK (checkedBy IS NULL OR checkedBy <> madeBy),
  CHECK ((checkedBy IS NULL) = (checkedAt IS NULL)),
  CHECK ((state = 'done') = (executedAt IS NOT NULL AND result IS NOT NULL)),
  CHECK (approval <> 'before' OR state = 'pending' OR checkedBy IS NOT NULL),
  CHECK (state <> 'refused' OR checkedBy IS NOT NULL),
  CHECK (approval <> 'after' OR dueAt IS NOT NULL),
  CHECK (kind <> 'resume' OR (approval = 'before' AND paperReceivedOn IS NOT NULL))
) STRICT;
CREATE INDEX requestActsByRequest ON requestActs (requestId);
CREATE INDEX requestActsUnchecked ON requestActs (id) WHERE checkedBy IS NULL AND approval <> 'none';
-- Neither who made the act nor who took the request can be the second person, in whatever session and role.
CREATE TRIGGER requestActsTwoPersons BEFORE UPDATE OF checkedBy ON requestActs
  WHEN NEW.checkedBy = (SELECT staffId FROM requests WHERE id = NEW.requestId)
  BEGIN SELECT RAISE(ABORT, 'who took the request cannot approve it'); END;
CREATE TRIGGER requestActsCheckedStays BEFORE UPDATE ON requestActs WHEN OLD.checkedBy IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a checked act never changes'); END;
CREATE TRIGGER requestActsNoDelete BEFORE DELETE ON requestActs ${closed('requests')} BEGIN SELECT RAISE(ABORT, 'acts are kept'); END;

-- Grants that are stopped for a while; an emergency has no end of its own (R54).
CREATE TABLE holds (
  id INTEGER PRIMARY KEY,
  grantId INTEGER NOT NULL REFERENCES grants (id), customerId INTEGER NOT NULL REFERENCES customers (id),
  actId INTEGER NOT NULL REFERENCES requestActs (id),
  at INTEGER NOT NULL, until INTEGER, afterwards TEXT CHECK (afterwards IN ('resume','end')),
  emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
  endedAt INTEGER,
  CHECK ((emergency = 1) = (until IS NULL)),
  CHECK ((until IS NULL) = (afterwards IS NULL))
) STRICT;
CREATE UNIQUE INDEX holdsLive ON holds (grantId) WHERE endedAt IS NULL;
CREATE INDEX holdsDue ON holds (until) WHERE endedAt IS NULL AND until IS NOT NULL;

-- All grants of a provider ended by one row; their own rows follow in small commits, resumed after a crash.
CREATE TABLE providerEndings (
  actId INTEGER PRIMARY KEY REFERENCES requestActs (id),
  providerId INTEGER NOT NULL REFERENCES providers (id),
  at INTEGER NOT NULL, total INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, doneAt INTEGER
) STRICT;
CREATE INDEX providerEndingsByProvider ON providerEndings (providerId, at);

-- While it stands, the customer can link nothing anew: whoever has the password might be somebody else (R53).
CREATE TABLE customerStops (
  customerId INTEGER PRIMARY KEY REFERENCES customers (id),
  actId INTEGER NOT NULL REFERENCES requestActs (id), at INTEGER NOT NULL
) STRICT;
`

export const migrations: readonly Migration[] = [
  {
    id: 33,
    name: 'bank, registry, grants, requests',
    sql: retention + bank + imports + registry + grants + requests,
  },
  {
    id: 34,
    name: 'who made an act, and who agreed to it',
    sql: `
-- Role, branch and terminal of who made an act: entries that are written later, or by another's agreement, carry them too (R87).
ALTER TABLE requestActs ADD COLUMN madeAs TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(madeAs));
-- The second person, where the change waited for one.
ALTER TABLE grantHistory ADD COLUMN approvedByName TEXT;
`,
  },
  {
    id: 35,
    name: 'what waits for a second person',
    sql: `
-- What one person asks for and another must agree to (R14): the call and its input, and what exactly it would change.
CREATE TABLE proposals (
  id INTEGER PRIMARY KEY,
  -- What of the call, by the table of persons.
  call TEXT NOT NULL, what TEXT NOT NULL,
  input TEXT NOT NULL CHECK (json_valid(input)), kept TEXT NOT NULL CHECK (json_valid(kept)),
  targetKind TEXT NOT NULL, targetId INTEGER NOT NULL, targetLabel TEXT NOT NULL,
  before TEXT CHECK (json_valid(before)), after TEXT CHECK (json_valid(after)), reason TEXT,
  madeBy INTEGER NOT NULL REFERENCES staff (id), madeByName TEXT NOT NULL,
  madeAs TEXT NOT NULL CHECK (json_valid(madeAs)), madeAt INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending','agreed','refused','withdrawn')),
  decidedBy INTEGER REFERENCES staff (id), decidedByName TEXT, decidedAt INTEGER, note TEXT,
  CHECK (state NOT IN ('agreed','refused') OR decidedBy <> madeBy),
  CHECK (state <> 'withdrawn' OR decidedBy = madeBy),
  CHECK ((state = 'pending') = (decidedBy IS NULL)),
  CHECK ((decidedBy IS NULL) = (decidedAt IS NULL))
) STRICT;
CREATE INDEX proposalsPending ON proposals (id) WHERE state = 'pending';
CREATE TRIGGER proposalsDecidedStays BEFORE UPDATE ON proposals WHEN OLD.state <> 'pending'
  BEGIN SELECT RAISE(ABORT, 'a decided proposal never changes'); END;
CREATE TRIGGER proposalsMadeStays BEFORE UPDATE OF call, what, input, kept, before, after, madeBy ON proposals
  BEGIN SELECT RAISE(ABORT, 'what was proposed never changes'); END;
CREATE TRIGGER proposalsNoDelete BEFORE DELETE ON proposals BEGIN SELECT RAISE(ABORT, 'proposals are kept'); END;

-- Whose account was made or opened anew by whom: for a while neither decides what the other asks for (decision 0030).
CREATE TABLE staffTies (
  id INTEGER PRIMARY KEY,
  staffId INTEGER NOT NULL REFERENCES staff (id), byId INTEGER NOT NULL REFERENCES staff (id),
  -- Nobody else agreed.
  alone INTEGER NOT NULL CHECK (alone IN (0, 1)), at INTEGER NOT NULL
) STRICT;
CREATE INDEX staffTiesByStaff ON staffTies (staffId, byId, at);

-- It named what one person did although two should: now two do.
DROP TABLE providerActs;
`,
  },
  {
    id: 36,
    name: 'staff enrol alone',
    sql: `
-- Who may enrol, once and until when, with a code of which this is the hash. Without a password of their own the account has ''.
CREATE TABLE staffEnrolments (
  staffId INTEGER PRIMARY KEY REFERENCES staff (id),
  codeHash BLOB NOT NULL CHECK (length(codeHash) = 32), expiresAt INTEGER NOT NULL
) STRICT;
-- Who had a temporary password, which somebody else has seen, enrols.
UPDATE staff SET passwordHash = '' WHERE mustChange = 1;
ALTER TABLE staff DROP COLUMN mustChange;
-- Wrong passwords at one's own locked screen: strangers' guesses elsewhere do not count here.
ALTER TABLE staffSessions ADD COLUMN wrongEntries INTEGER NOT NULL DEFAULT 0;
`,
  },
  {
    id: 37,
    name: 'an identity check lives as long as its call',
    sql: `
-- The last act of whoever took the request: the call it stands for is over some minutes after it.
ALTER TABLE requests ADD COLUMN activeAt INTEGER NOT NULL DEFAULT 0;
-- Checks up to this one were of another channel or requester and count no more.
ALTER TABLE requests ADD COLUMN checksFrom INTEGER NOT NULL DEFAULT 0;
-- A second person looks at what was known from papers alone, until the end of the business day.
ALTER TABLE requests ADD COLUMN lookDueAt INTEGER;
ALTER TABLE requests ADD COLUMN lookedAt INTEGER;
ALTER TABLE requests ADD COLUMN lookedBy INTEGER REFERENCES staff (id) CHECK (lookedBy <> staffId);
ALTER TABLE requests ADD COLUMN lookedByName TEXT;
CREATE INDEX requestsToLook ON requests (id) WHERE lookDueAt IS NOT NULL AND lookedAt IS NULL;
-- The kind of a paper; its issuer and last digits are in the note.
ALTER TABLE identityChecks ADD COLUMN paper TEXT;
`,
  },
  {
    id: 38,
    name: 'a provider comes to its end',
    sql: `
-- Grants of a provider end by a request's act, or because the provider itself comes to its end: then there is no act.
CREATE TABLE endings (
  id INTEGER PRIMARY KEY,
  actId INTEGER UNIQUE REFERENCES requestActs (id),
  providerId INTEGER NOT NULL REFERENCES providers (id),
  at INTEGER NOT NULL, total INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, doneAt INTEGER,
  -- Who ends each grant, who asked and agreed, and why.
  told TEXT NOT NULL CHECK (json_valid(told))
) STRICT;
INSERT INTO endings SELECT e.actId, e.actId, e.providerId, e.at, e.total, e.ended, e.doneAt,
  json_object('actor', json_patch(json_object('kind', 'staff', 'id', CAST(a.madeBy AS TEXT), 'name', a.madeByName), a.madeAs),
    'requester', r.requester, 'requestChannel', r.requestChannel, 'requestNumber', r.number,
    'reason', a.reason, 'note', a.note, 'approvedBy', a.checkedByName)
  FROM providerEndings e JOIN requestActs a ON a.id = e.actId JOIN requests r ON r.id = a.requestId;
DROP TABLE providerEndings;
ALTER TABLE endings RENAME TO providerEndings;
CREATE INDEX providerEndingsByProvider ON providerEndings (providerId, at);
`,
  },
  {
    id: 39,
    name: 'who was in a list or a file',
    sql: `
-- In which entries of lists and files a customer was (R124): the audit's own index, written and deleted with its entries.
CREATE TABLE listedCustomers (
  customerId INTEGER NOT NULL, entryId INTEGER NOT NULL, PRIMARY KEY (customerId, entryId)
) STRICT, WITHOUT ROWID;
CREATE INDEX listedCustomersByEntry ON listedCustomers (entryId);
INSERT INTO listedCustomers SELECT DISTINCT j.value, a.id FROM auditEntries a,
  json_each('[' || replace(trim(json_extract(a."after", '$.shownCustomers'), '/'), '/', ',') || ']') j
  WHERE a.action = 'customers.listed';
CREATE TRIGGER listedCustomersNew AFTER INSERT ON auditEntries WHEN NEW.action = 'customers.listed' BEGIN
  INSERT INTO listedCustomers SELECT DISTINCT value, NEW.id FROM
    json_each('[' || replace(trim(json_extract(NEW."after", '$.shownCustomers'), '/'), '/', ',') || ']');
END;
CREATE TRIGGER listedCustomersGone AFTER DELETE ON auditEntries WHEN OLD.action = 'customers.listed' BEGIN
  DELETE FROM listedCustomers WHERE entryId = OLD.id;
END;
`,
  },
  {
    id: 40,
    name: 'an act is made once, and what is typed is kept',
    sql: `
-- What the acts of a call came to, by the key that its window gave it: the hash of person and key; which act; the outcome,
-- sealed by the key. NULL: given up by the window, and refused from then on.
CREATE TABLE actKeys (
  keyHash BLOB NOT NULL CHECK (length(keyHash) = 32), part BLOB NOT NULL, at INTEGER NOT NULL, sealed BLOB,
  PRIMARY KEY (keyHash, part), CHECK ((sealed IS NULL) = (length(part) = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX actKeysByTime ON actKeys (at);
-- What a person has typed and not sent yet, and where.
CREATE TABLE drafts (
  staffId INTEGER NOT NULL REFERENCES staff (id), place TEXT NOT NULL, at INTEGER NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)), PRIMARY KEY (staffId, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX draftsByTime ON drafts (at);
`,
  },
  {
    id: 41,
    name: 'a request goes on with an earlier one',
    sql: `
-- The request that this one goes on with (R141). The number stays when that one is deleted after its time.
ALTER TABLE requests ADD COLUMN follows INTEGER;
CREATE INDEX requestsByFollowed ON requests (follows) WHERE follows IS NOT NULL;
CREATE TRIGGER requestsFollowOnce BEFORE UPDATE OF follows ON requests
  WHEN OLD.follows IS NOT NULL OR NEW.follows >= NEW.id
    OR NOT EXISTS (SELECT 1 FROM requests WHERE id = NEW.follows AND customerId = NEW.customerId)
  BEGIN SELECT RAISE(ABORT, 'a request goes on with one earlier request of its customer'); END;
CREATE TRIGGER requestsFollowLater BEFORE INSERT ON requests WHEN NEW.follows IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a request is linked once who asks is known'); END;
`,
  },
  {
    id: 42,
    name: 'a provider is closed to new links, and is stopped for a cause and until a day',
    sql: `
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE kept AS SELECT * FROM providers;
DROP TABLE providers;
CREATE TABLE providers (
  id INTEGER PRIMARY KEY,
  clientId TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kana TEXT NOT NULL,
  servicePersonal TEXT NOT NULL, serviceBusiness TEXT NOT NULL,
  registrationNumber TEXT, contact TEXT NOT NULL,
  site TEXT NOT NULL DEFAULT '', privacyPolicy TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL DEFAULT '',
  channels TEXT NOT NULL CHECK (json_valid(channels)), scopes TEXT NOT NULL,
  redirectUris TEXT NOT NULL CHECK (json_valid(redirectUris)),
  jwks TEXT CHECK (json_valid(jwks)), jwksUri TEXT,
  signingAlgorithm TEXT NOT NULL CHECK (signingAlgorithm IN ('PS256','ES256','EdDSA','Ed25519')),
  dpop INTEGER NOT NULL CHECK (dpop IN (0, 1)),
  asksServices INTEGER NOT NULL DEFAULT 0 CHECK (asksServices IN (0, 1)),
  asksAccounts INTEGER NOT NULL DEFAULT 0 CHECK (asksAccounts IN (0, 1)),
  policy TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(policy)),
  -- Every grant up to this instant is over, whatever its own row says yet (R61).
  grantsEndedAt INTEGER,
  status TEXT NOT NULL CHECK (status IN ('draft','review','approval','active','restricted','suspended','ended')),
  statusCause TEXT CHECK (statusCause IN ('contract-ended','business-ended','registration-cancelled','merged','standards-unmet','incident','own-request','other')),
  statusReason TEXT, statusAt INTEGER NOT NULL,
  -- The day, in Japan, up to which a stop was meant: a reminder, which resumes nothing.
  statusUntil TEXT CHECK (statusUntil GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  version INTEGER NOT NULL DEFAULT 1, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL,
  CHECK ((jwks IS NULL) <> (jwksUri IS NULL)),
  CHECK (status NOT IN ('restricted','suspended') OR statusCause IS NOT NULL),
  CHECK (statusCause <> 'other' OR statusReason IS NOT NULL),
  CHECK (statusUntil IS NULL OR status IN ('restricted','suspended'))
) STRICT;
INSERT INTO providers SELECT id, clientId, name, kana, servicePersonal, serviceBusiness, registrationNumber, contact, site, privacyPolicy,
  purpose, channels, scopes, redirectUris, jwks, jwksUri, signingAlgorithm, dpop, asksServices, asksAccounts, policy, grantsEndedAt, status,
  iif(status IN ('suspended','ended') AND statusReason IS NOT NULL, 'other', NULL), statusReason, statusAt, NULL, version, createdAt, updatedAt
  FROM kept;
DROP TABLE kept;
CREATE UNIQUE INDEX providersByRegistration ON providers (registrationNumber) WHERE registrationNumber IS NOT NULL AND status <> 'ended';
CREATE TRIGGER providersEndedStays BEFORE UPDATE OF status ON providers WHEN OLD.status = 'ended' BEGIN SELECT RAISE(ABORT, 'an ended provider never changes'); END;
`,
  },
  {
    id: 43,
    name: 'corrections of requests',
    sql: `
-- What a request says wrongly is not written over (R58): the correction stands beside it.
CREATE TABLE requestCorrections (
  id INTEGER PRIMARY KEY,
  requestId INTEGER NOT NULL REFERENCES requests (id),
  at INTEGER NOT NULL, staffId INTEGER NOT NULL REFERENCES staff (id), staffName TEXT NOT NULL,
  words TEXT NOT NULL CHECK (words <> '')
) STRICT;
CREATE INDEX requestCorrectionsByRequest ON requestCorrections (requestId, id);
${appendOnly('requestCorrections', 'requests')}
`,
  },
  {
    id: 44,
    name: 'the ledger of a provider',
    sql: `
-- One row for each item of a provider's 導入台帳: what is entered, by whom, and who else has checked it.
CREATE TABLE ledgerEntries (
  id INTEGER PRIMARY KEY,
  providerId INTEGER NOT NULL REFERENCES providers (id), item TEXT NOT NULL,
  -- The words of an item of the union's own checklist.
  title TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL, note TEXT NOT NULL, evidence TEXT NOT NULL, owner TEXT NOT NULL,
  dueOn TEXT CHECK (dueOn GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  version INTEGER NOT NULL,
  enteredBy INTEGER NOT NULL, enteredByName TEXT NOT NULL, enteredAt INTEGER NOT NULL,
  checkedBy INTEGER CHECK (checkedBy <> enteredBy), checkedByName TEXT, checkedAt INTEGER,
  UNIQUE (providerId, item),
  CHECK ((checkedBy IS NULL) = (checkedAt IS NULL) AND (checkedBy IS NULL) = (checkedByName IS NULL))
) STRICT;
CREATE INDEX ledgerDue ON ledgerEntries (dueOn) WHERE dueOn IS NOT NULL;
`,
  },
  {
    id: 45,
    name: 'the newest grant of a provider is found at once',
    sql: `
DROP INDEX grantsByProvider;
CREATE INDEX grantsByProvider ON grants (providerId, grantedAt);
`,
  },
  {
    id: 46,
    name: 'entries of a ledger are taken off',
    sql: `
-- An entry that was taken off keeps its row, so that its version never comes again.
ALTER TABLE ledgerEntries ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));
`,
  },
  {
    id: 47,
    name: 'keys of providers: their last use, and what their addresses answer',
    sql: `
CREATE TABLE keyUses (
  providerId INTEGER NOT NULL REFERENCES providers (id),
  -- Empty: signed without a kid where several keys could be meant.
  kid TEXT NOT NULL,
  lastAt INTEGER NOT NULL,
  PRIMARY KEY (providerId, kid)
) STRICT, WITHOUT ROWID;
-- What a provider's jwks_uri answered last, and whether it does now.
CREATE TABLE keySets (
  providerId INTEGER PRIMARY KEY REFERENCES providers (id),
  uri TEXT NOT NULL,
  jwks TEXT CHECK (json_valid(jwks)), fetchedAt INTEGER,
  triedAt INTEGER NOT NULL, fault TEXT,
  CHECK ((jwks IS NULL) = (fetchedAt IS NULL))
) STRICT;
`,
  },
  {
    id: 48,
    name: 'since when a sign-in is locked',
    sql: `
-- The last wrong entry that counted.
ALTER TABLE logins ADD COLUMN wrongAt INTEGER;
`,
  },
  {
    id: 49,
    name: 'grants are listed by the day of their permission',
    sql: `
CREATE INDEX grantsByPermission ON grants (grantedAt);
`,
  },
  {
    id: 50,
    name: 'files in a ledger',
    sql: `
-- Evidence that stands beside an item of a ledger, here so that each backup carries it.
CREATE TABLE ledgerFiles (
  id INTEGER PRIMARY KEY,
  providerId INTEGER NOT NULL REFERENCES providers (id), item TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 3145728),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  bytes BLOB NOT NULL CHECK (length(bytes) = size),
  enteredBy INTEGER NOT NULL, enteredByName TEXT NOT NULL, enteredAt INTEGER NOT NULL,
  -- Taken off with its item.
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE INDEX ledgerFilesByProvider ON ledgerFiles (providerId, item);
CREATE TRIGGER ledgerFilesStay BEFORE UPDATE OF providerId, item, name, size, sha256, bytes, enteredBy, enteredByName, enteredAt
  ON ledgerFiles BEGIN SELECT RAISE(ABORT, 'a file in a ledger never changes'); END;
`,
  },
  {
    id: 51,
    name: 'traffic is counted by hour and day',
    sql: `
-- What providers called and were answered, how far customers came, how many links began and ended: shared/traffic.ts. Provider 0 stands
-- for all of them together. Hours become days after some weeks.
CREATE TABLE trafficHours (
  hour INTEGER NOT NULL CHECK (hour % 3600000 = 0), providerId INTEGER NOT NULL, measure TEXT NOT NULL, n INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (hour, providerId, measure)
) STRICT, WITHOUT ROWID;
CREATE TABLE trafficDays (
  providerId INTEGER NOT NULL, day INTEGER NOT NULL CHECK ((day + 32400000) % ${dayMs} = 0), measure TEXT NOT NULL, n INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (providerId, day, measure)
) STRICT, WITHOUT ROWID;
INSERT INTO trafficHours SELECT at - at % 3600000, providerId, 'call:' || endpoint, count(*) FROM accessRecords GROUP BY 1, 2, 3;
INSERT INTO trafficHours SELECT at - at % 3600000, providerId, 'refused:' || result, count(*) FROM accessRecords WHERE status >= 400 GROUP BY 1, 2, 3;
INSERT INTO trafficHours SELECT grantedAt - grantedAt % 3600000, providerId, 'link:begun', count(*) FROM grants GROUP BY 1, 2;
INSERT INTO trafficHours SELECT endedAt - endedAt % 3600000, providerId, 'link:' || status, count(*) FROM grants
  WHERE endedAt IS NOT NULL GROUP BY 1, 2, 3;
INSERT INTO trafficHours SELECT hour, 0, measure, sum(n) FROM trafficHours GROUP BY 1, 3;
CREATE TRIGGER grantsTrafficNew AFTER INSERT ON grants BEGIN
  INSERT INTO trafficHours VALUES (NEW.grantedAt - NEW.grantedAt % 3600000, NEW.providerId, 'link:begun', 1),
    (NEW.grantedAt - NEW.grantedAt % 3600000, 0, 'link:begun', 1) ON CONFLICT (hour, providerId, measure) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER grantsTrafficEnd AFTER UPDATE OF endedAt ON grants WHEN OLD.endedAt IS NULL AND NEW.endedAt IS NOT NULL BEGIN
  INSERT INTO trafficHours VALUES (NEW.endedAt - NEW.endedAt % 3600000, NEW.providerId, 'link:' || NEW.status, 1),
    (NEW.endedAt - NEW.endedAt % 3600000, 0, 'link:' || NEW.status, 1) ON CONFLICT (hour, providerId, measure) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER grantsTrafficEnded AFTER INSERT ON grants WHEN NEW.endedAt IS NOT NULL BEGIN
  INSERT INTO trafficHours VALUES (NEW.endedAt - NEW.endedAt % 3600000, NEW.providerId, 'link:' || NEW.status, 1),
    (NEW.endedAt - NEW.endedAt % 3600000, 0, 'link:' || NEW.status, 1) ON CONFLICT (hour, providerId, measure) DO UPDATE SET n = n + 1;
END;
`,
  },
  {
    id: 52,
    name: 'drafts of providers are deleted',
    sql: `
-- The audit names providers by their numbers: none of a provider that was deleted comes again.
INSERT INTO counters VALUES ('newestDeletedProvider', 0);
CREATE TRIGGER providersStay BEFORE DELETE ON providers WHEN OLD.status <> 'draft' BEGIN SELECT RAISE(ABORT, 'only a draft is deleted'); END;
CREATE TRIGGER providersDeleted AFTER DELETE ON providers BEGIN
  UPDATE counters SET n = max(n, OLD.id) WHERE name = 'newestDeletedProvider';
END;
CREATE TRIGGER providersNumbered AFTER INSERT ON providers WHEN NEW.id <= (SELECT n FROM counters WHERE name = 'newestDeletedProvider')
  BEGIN SELECT RAISE(ABORT, 'a number of a provider that was deleted'); END;
-- Its names go with it, and else stay.
DROP TRIGGER providerNamesNoDelete;
CREATE TRIGGER providerNamesNoDelete BEFORE DELETE ON providerNames
  WHEN (SELECT status FROM providers WHERE id = OLD.providerId) <> 'draft' BEGIN SELECT RAISE(ABORT, 'providerNames is append-only'); END;
`,
  },
  {
    id: 53,
    name: 'the end of a provider and its incidents, step by step',
    sql: `
-- What is gone through with a provider: its 終了, or a 事故. Here as it is known now; the audit has what was known before.
CREATE TABLE providerCases (
  id INTEGER PRIMARY KEY,
  providerId INTEGER NOT NULL REFERENCES providers (id),
  kind TEXT NOT NULL CHECK (kind IN ('ending','incident')),
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  version INTEGER NOT NULL DEFAULT 1,
  openedBy INTEGER NOT NULL, openedByName TEXT NOT NULL, openedAt INTEGER NOT NULL,
  -- Called off: the provider goes on.
  closedAs TEXT CHECK (closedAs IN ('done','called-off')), closedByName TEXT, closedAt INTEGER, closedNote TEXT,
  CHECK ((closedAs IS NULL) = (closedAt IS NULL) AND (closedAs IS NULL) = (closedByName IS NULL))
) STRICT;
CREATE INDEX providerCasesByProvider ON providerCases (providerId, id);
CREATE INDEX providerCasesOpen ON providerCases (kind, providerId) WHERE closedAt IS NULL;
CREATE UNIQUE INDEX providerCasesOneEnding ON providerCases (providerId) WHERE kind = 'ending' AND closedAt IS NULL;
CREATE TRIGGER providerCasesFinal BEFORE UPDATE ON providerCases WHEN OLD.closedAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed case never changes'); END;
CREATE TRIGGER providerCasesNoDelete BEFORE DELETE ON providerCases BEGIN SELECT RAISE(ABORT, 'cases are kept'); END;
-- What was done of it, by whom: what is said again stands beside what was said before.
CREATE TABLE providerCaseSteps (
  id INTEGER PRIMARY KEY,
  caseId INTEGER NOT NULL REFERENCES providerCases (id),
  step TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('done','not-needed')),
  at INTEGER NOT NULL,
  whom TEXT NOT NULL, note TEXT NOT NULL, evidence TEXT NOT NULL,
  staffName TEXT NOT NULL, enteredAt INTEGER NOT NULL
) STRICT;
CREATE INDEX providerCaseStepsByCase ON providerCaseSteps (caseId, id);
CREATE TRIGGER providerCaseStepsNoUpdate BEFORE UPDATE ON providerCaseSteps BEGIN SELECT RAISE(ABORT, 'steps of a case are append-only'); END;
CREATE TRIGGER providerCaseStepsNoDelete BEFORE DELETE ON providerCaseSteps BEGIN SELECT RAISE(ABORT, 'steps of a case are append-only'); END;
-- No grant moves to another legal person: customers consent anew.
CREATE TRIGGER grantsStayWithProvider BEFORE UPDATE OF providerId, customerId, channel, grantedAt ON grants BEGIN SELECT RAISE(ABORT, 'a grant stays with its provider'); END;
`,
  },
  {
    id: 54,
    name: 'lists of providers are published',
    sql: `
-- What was published, whole: each one stays as it was.
CREATE TABLE publications (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  asOn TEXT NOT NULL CHECK (asOn GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  body TEXT NOT NULL CHECK (json_valid(body)),
  -- The provider listener serves the newest one, where it was made for that.
  served INTEGER NOT NULL CHECK (served IN (0, 1)),
  "by" INTEGER NOT NULL, byName TEXT NOT NULL
) STRICT;
CREATE TRIGGER publicationsStay BEFORE UPDATE ON publications BEGIN SELECT RAISE(ABORT, 'a publication never changes'); END;
CREATE TRIGGER publicationsAreKept BEFORE DELETE ON publications BEGIN SELECT RAISE(ABORT, 'publications are kept'); END;
`,
  },
  {
    id: 55,
    name: 'changes of providers from a day on',
    sql: `
-- A change that two persons agreed to, and that holds from a day: columns of providers as they were, and as they will be.
CREATE TABLE plannedChanges (
  id INTEGER PRIMARY KEY,
  providerId INTEGER NOT NULL REFERENCES providers (id),
  effectiveOn TEXT NOT NULL CHECK (effectiveOn GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  was TEXT NOT NULL CHECK (json_valid(was)), becomes TEXT NOT NULL CHECK (json_valid(becomes)),
  plannedByName TEXT NOT NULL, approvedByName TEXT NOT NULL, plannedAt INTEGER NOT NULL,
  -- failed: what it changes is no longer as it was, or cannot be so.
  state TEXT NOT NULL CHECK (state IN ('planned','applied','withdrawn','failed')), doneAt INTEGER,
  CHECK ((state = 'planned') = (doneAt IS NULL))
) STRICT;
CREATE INDEX plannedChangesByProvider ON plannedChanges (providerId, id);
CREATE INDEX plannedChangesDue ON plannedChanges (effectiveOn) WHERE state = 'planned';
`,
  },
  {
    id: 56,
    name: 'calls are limited by day and minute',
    sql: `
-- Whether the provider said that its customer was present: 1 or 0, NULL where it is not counted (shared/traffic.ts).
ALTER TABLE accessRecords ADD COLUMN attended INTEGER CHECK (attended IN (0, 1));
-- Who came near a limit, by the day of Japan: a link, or (grantId 0) the busiest minute of a provider.
CREATE TABLE nearLimits (
  day INTEGER NOT NULL CHECK ((day + 32400000) % ${dayMs} = 0), providerId INTEGER NOT NULL, grantId INTEGER NOT NULL,
  most INTEGER NOT NULL CHECK (most > 0), allowed INTEGER NOT NULL CHECK (allowed > 0), refused INTEGER NOT NULL CHECK (refused >= 0),
  lastAt INTEGER NOT NULL,
  PRIMARY KEY (day, providerId, grantId)
) STRICT, WITHOUT ROWID;
-- The conditions of a contract have two more, in the order in which they are written: a planned change compares them as text.
UPDATE providers SET policy = json_object('personalValidityDays', policy ->> '$.personalValidityDays', 'businessValidityDays', policy ->> '$.businessValidityDays',
  'accessTokenSeconds', policy ->> '$.accessTokenSeconds', 'unattendedPerDay', NULL, 'callsPerMinute', NULL);
-- It is a text in them; what json_set answers would be put in as an object.
UPDATE plannedChanges SET was = json_set(was, '$.policy', '' || json_set(was ->> '$.policy', '$.unattendedPerDay', NULL, '$.callsPerMinute', NULL)),
  becomes = json_set(becomes, '$.policy', '' || json_set(becomes ->> '$.policy', '$.unattendedPerDay', NULL, '$.callsPerMinute', NULL))
  WHERE was ->> '$.policy' IS NOT NULL;
`,
  },
  {
    id: 57,
    name: 'how users of companies are read',
    sql: `
-- As a file gave it; empty: no file has.
ALTER TABLE logins ADD COLUMN userKana TEXT NOT NULL DEFAULT '';
`,
  },
  {
    id: 58,
    name: 'who of a company may consent, and who has left it',
    sql: `
-- logins.mayConsent alone decides. Where staff chose 「どの利用者でも」 every user may, as before. A user whom only a file said may not
-- could until now: the file counts, and the company's users are named ones.
UPDATE logins SET mayConsent = 1 WHERE mayConsent = 0 AND customerId IN (
  SELECT customers.id FROM customers JOIN auditEntries ON targetKind = 'customer' AND targetId = customers.id
  WHERE consentBy = 'any' AND action = 'customers.setConsent' AND outcome = 'done');
UPDATE customers SET consentBy = 'named' WHERE consentBy = 'any' AND id IN (SELECT customerId FROM logins WHERE mayConsent = 0);
-- From which day of Japan on a company's user is one no more; it may lie ahead.
ALTER TABLE logins ADD COLUMN leftOn TEXT CHECK (leftOn GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]');
`,
  },
  {
    id: 59,
    name: 'for whom letters of an ending were made',
    sql: `
-- A file of letters, by whom it was made, and which letters of its case stand in it, from 1 on.
CREATE TABLE caseLetterFiles (
  id INTEGER PRIMARY KEY,
  caseId INTEGER NOT NULL REFERENCES providerCases (id),
  first INTEGER NOT NULL CHECK (first > 0), last INTEGER NOT NULL CHECK (last >= first),
  madeAt INTEGER NOT NULL, madeByName TEXT NOT NULL,
  UNIQUE (caseId, first)
) STRICT;
CREATE TRIGGER caseLetterFilesNoUpdate BEFORE UPDATE ON caseLetterFiles BEGIN SELECT RAISE(ABORT, 'caseLetterFiles is append-only'); END;
CREATE TRIGGER caseLetterFilesNoDelete BEFORE DELETE ON caseLetterFiles BEGIN SELECT RAISE(ABORT, 'caseLetterFiles is append-only'); END;
-- One letter for each customer of a case. It goes with the last link of the customer with that provider (R85).
CREATE TABLE caseLetters (
  caseId INTEGER NOT NULL REFERENCES providerCases (id),
  customerId INTEGER NOT NULL REFERENCES customers (id),
  fileId INTEGER NOT NULL REFERENCES caseLetterFiles (id),
  PRIMARY KEY (caseId, customerId)
) STRICT, WITHOUT ROWID;
CREATE INDEX caseLettersByFile ON caseLetters (fileId, customerId);
${appendOnly('caseLetters', 'grants')}
`,
  },
  {
    id: 60,
    name: 'who came nearest to a limit is found by an index',
    sql: `
-- On a day all links of a provider may have come near. SQLite takes REAL and real for two types where it compares expressions.
CREATE INDEX nearLimitsByRefused ON nearLimits (day, providerId, refused, most);
CREATE INDEX nearLimitsByRatio ON nearLimits (day, providerId, (CAST(most AS real) / allowed), most);
`,
  },
  {
    id: 61,
    name: 'by which login a grant was permitted',
    sql: `
-- Of grants from before nobody kept it: the history has a name, and two users of a company may have the same.
ALTER TABLE grants ADD COLUMN loginKey INTEGER REFERENCES logins (id);
CREATE TRIGGER grantsLoginStays BEFORE UPDATE OF loginKey ON grants BEGIN SELECT RAISE(ABORT, 'who permitted a grant never changes'); END;
`,
  },
]

/** A folder may import from itself and from its row, nothing else. Change the row in the commit that needs it, and say why. */
export const may = {
  'src/shared': [],
  'src/preload': [],
  'src/main/db': ['src/shared'],
  'src/main/bank': ['src/shared', 'src/main/db/index.ts'],
  'src/main/engine': ['src/shared', 'src/main/db/index.ts', 'src/main/bank/index.ts'],
  'src/main/consent-screens': ['src/shared'],
  // What stands on a slip is the engine's to say.
  'src/main/paper': ['src/shared', 'src/main/engine/index.ts'],
  'src/main/listener': [],
  'src/main/outbound': [],
  'src/main/backup': ['src/shared', 'src/main/db/index.ts', 'src/main/engine/index.ts'],
  'src/main/server': [
    'src/shared',
    'src/main/engine/index.ts',
    'src/main/consent-screens/index.ts',
    'src/main/bank/index.ts',
    'src/main/db/index.ts',
    'src/main/listener/index.ts',
  ],
  'src/main/console': [
    'src/shared',
    'src/main/engine/index.ts',
    'src/main/consent-screens/index.ts',
    'src/main/paper/slip-pdf.ts',
    'src/main/paper/notice-pdf.ts',
    'src/main/paper/letters-pdf.ts',
    'src/main/paper/publication-pdf.ts',
    'src/main/paper/csv.ts',
    'src/main/paper/ical.ts',
    'src/main/paper/qr.ts',
    'src/main/listener/index.ts',
  ],
  'src/main/demo': [
    'src/shared',
    'src/main/engine/index.ts',
    'src/main/bank/index.ts',
    'src/main/db/index.ts',
  ],
  // Another engine behind another listener of the same kind, and the demo's invented house in it.
  'src/main/connection-test': [
    'src/shared',
    'src/main/engine/index.ts',
    'src/main/bank/index.ts',
    'src/main/demo/house.ts',
    'src/main/listener/index.ts',
    'src/main/server/index.ts',
  ],
  'src/main/sample-provider': [],
  'src/main/desktop': [
    'src/shared',
    'src/main/console/content-security-policy.ts',
    // The one way in which a file of the data folder is written.
    'src/main/db/files.ts',
    'src/main/db/start-refused.ts',
  ],
  // What is typed is kept by the rule of the engine.
  'src/renderer/ui': ['src/shared/half-width.ts'],
  'src/renderer/words': ['src/shared', 'src/renderer/ui/index.ts', 'src/renderer/desk.ts'],
  'src/renderer/features': [
    'src/shared',
    'src/renderer/ui/index.ts',
    'src/renderer/words/index.ts',
    'src/renderer/desk.ts',
  ],
  'src/renderer/app': [
    'src/shared',
    'src/renderer/ui/index.ts',
    'src/renderer/words/index.ts',
    'src/renderer/features',
    'src/renderer/desk.ts',
  ],
}

const rows = Object.entries(may).map(([from, to]) => ({
  name: `may:${from}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^src/', pathNot: [`^${from}/`, ...to.map((path) => `^${path}`)] },
}))

/** Packages that belong to one place. */
const only = [
  [
    'electron',
    '^(electron)$|node_modules/electron/',
    ['^src/main/desktop/', '^src/main/index\\.ts$', '^src/preload/'],
  ],
  ['better-sqlite3', 'node_modules/better-sqlite3', ['^src/main/db/']],
  ['backup', 'node_modules/(age-encryption|modern-tar)/', ['^src/main/backup/']],
  ['paper', 'node_modules/(pdfkit|qrcode)/', ['^src/main/paper/']],
  ['oidc-provider', 'node_modules/oidc-provider', ['^src/main/server/']],
  ['react', 'node_modules/react(-dom|-aria-components|-router)?/', ['^src/renderer/']],
  [
    'fastify',
    'node_modules/(@fastify|fastify)/',
    ['^src/main/server/', '^src/main/console/http\\.ts$'],
  ],
].map(([name, path, pathNot]) => ({
  name: `only:${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot },
  to: { path, dependencyTypesNot: ['type-only'] },
}))

export default {
  forbidden: [
    ...rows,
    ...only,
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'features-are-islands',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'main-without-renderer',
      severity: 'error',
      from: { path: '^src/(main|shared|preload)/' },
      to: { path: '^src/renderer/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}

declare module '*.dependency-cruiser.mjs' {
  const configuration: { forbidden: object[]; options: object }
  // biome-ignore lint/style/noDefaultExport: the shape of the file it describes
  export default configuration
}

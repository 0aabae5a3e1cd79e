/** Code of the source → target column → value. The empty code says what an empty cell of the column means. */
export type CodeMap = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** Code maps of one file, by the column the codes stand in. */
export type CodeMaps = Readonly<Record<string, CodeMap>>;

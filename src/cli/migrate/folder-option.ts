/** The option of every command to use other migrations than the package's own. */
export const folderOption = ["--folder <path>", "the folder of migrations (default: dugout's own)"] as const;

/** Whose rows a query may read or change: one user's, or `null` for a holder of the secret key, who may reach any. */
export type Owner = string | null

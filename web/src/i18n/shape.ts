// Types of catalogues: the same keys in every language, and keys as dotted paths.

/** The same tree with any text at the leaves: an English file is `Same<typeof zh>`, so a missing key is a type error. */
export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

type Singular<K extends string> = K extends `${infer Base}_one` ? Base : K extends `${infer Base}_other` ? Base : K

/** Dotted paths to the texts; `found_one` and `found_other` are asked for as `found` with `count`. */
export type Path<T> = {
  [K in keyof T & string]: T[K] extends string ? Singular<K> : `${K}.${Path<T[K]>}`
}[keyof T & string]

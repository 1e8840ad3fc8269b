/** The same type with nothing in it that could be changed. */
export type Immutable<T> = { readonly [K in keyof T]: Immutable<T[K]> };

// Characters that an identifier has when it is pasted, and that are no part of it.

/** Matches white space and invisible marks, as `src/rules/formatting.rs` defines them. */
export const FORMATTING: RegExp = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu;

// What this build is. build.ts writes both into the bundle; sources that run unbundled (tests) say so.
declare const ROLLCALL_VERSION: string | undefined;
declare const ROLLCALL_COMMIT: string | undefined;

export const VERSION = typeof ROLLCALL_VERSION === 'string' ? ROLLCALL_VERSION : 'source';
export const COMMIT = typeof ROLLCALL_COMMIT === 'string' ? ROLLCALL_COMMIT : 'source';

// How this layer reports what an operator should know: rotation, a vault that does not answer, a claim that does not fit.
// Handed in, because what a log line looks like is decided at the front door. No secret may go into either part.

export type IdentityLog = (level: 'info' | 'warn' | 'error', message: string, details?: object) => void;

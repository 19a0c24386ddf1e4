// Answers `@azure/functions-core`, the module through which the Functions library meets its worker. It exists only inside
// the real worker; the members here are all that the library uses of it.

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type WriteLog = (level: LogLevel, message: string) => void;

export interface Binding {
  readonly type: string;
  readonly direction: 'in' | 'out' | 'inout';
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly schedule?: string;
  readonly runOnStartup?: boolean;
}

export interface RegisteredFunction {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly callback: (...args: unknown[]) => unknown;
}

/** The binding that starts the function, with its name; every function has one. */
export function triggerOf({ name, bindings }: RegisteredFunction): { name: string; binding: Binding } {
  const entry = Object.entries(bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  if (entry === undefined) throw new Error(`The function "${name}" has no trigger.`);
  return { name: entry[0], binding: entry[1] };
}

interface InvocationRequest {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly { readonly name: string; readonly data: object }[];
  readonly triggerMetadata: object;
}

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: InvocationRequest;
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  readonly log: (level: LogLevel, category: string, message: string) => void;
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
}

/** What the library hands over as its programming model; it turns the host's messages into requests and back. */
export interface ProgrammingModel {
  getCapabilities(capabilities: object): Promise<object>;
  getInvocationModel(context: CoreInvocationContext): {
    getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
    invokeFunction(
      context: unknown,
      inputs: unknown[],
      callback: RegisteredFunction['callback'],
    ): Promise<unknown>;
    getResponse(
      context: unknown,
      result: unknown,
    ): Promise<{ returnValue?: { http?: RpcHttpResponse } | null }>;
  };
}

export interface RpcHttpResponse {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly unknown[];
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string };
}

type HookContext = Record<string, unknown>;
type Hook = (context: HookContext) => unknown;
const HOOKS = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'];

export interface Core {
  /** The object that `require('@azure/functions-core')` gives. */
  readonly api: object;
  readonly functions: readonly RegisteredFunction[];
  readonly model: () => ProgrammingModel;
  /** Runs the hooks of one kind, in the order of their registration. */
  readonly runHooks: (name: string, context: HookContext) => Promise<void>;
  /** Ends registration: like the worker, later ones are refused. */
  readonly seal: () => void;
}

export function createCore(log: WriteLog): Core {
  const functions: RegisteredFunction[] = [];
  const hooks = new Map<string, Hook[]>(HOOKS.map((name) => [name, []]));
  let model: ProgrammingModel | undefined;
  let isSealed = false;

  const registerFunction = (
    metadata: Omit<RegisteredFunction, 'callback'>,
    callback: RegisteredFunction['callback'],
  ) => {
    if (isSealed) throw new Error('A function can only be registered during app startup.');
    if (functions.some((known) => known.name.toLowerCase() === metadata.name.toLowerCase())) {
      throw new Error(`A function with name "${metadata.name}" has already been registered.`);
    }
    const entry = { ...metadata, callback };
    functions.push(entry);
    return { dispose: () => functions.splice(functions.indexOf(entry), 1) };
  };

  const registerHook = (name: string, hook: Hook) => {
    const list = hooks.get(name);
    if (list === undefined) throw new RangeError(`Unrecognized hook "${name}"`);
    list.push(hook);
    return { dispose: () => list.splice(list.indexOf(hook), 1) };
  };

  return {
    api: {
      version: 'local',
      hostVersion: 'local',
      registerFunction,
      registerHook,
      setProgrammingModel: (given: ProgrammingModel) => {
        model = given;
      },
      getProgrammingModel: () => model,
      log: (level: LogLevel, _category: string, message: string) => log(level, message),
    },
    functions,
    model: () => {
      if (model === undefined) throw new Error('The app registered no function.');
      return model;
    },
    runHooks: async (name, context) => {
      for (const hook of hooks.get(name) ?? []) await hook(context);
    },
    seal: () => {
      isSealed = true;
    },
  };
}

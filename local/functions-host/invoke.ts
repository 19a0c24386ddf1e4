// Runs one invocation as the worker does: arguments, preInvocation hooks, the function, postInvocation hooks, its answer.
// Whatever throws on the way throws here; the caller answers it as the host does.
import { randomUUID } from 'node:crypto';
import type { Core, RegisteredFunction, RpcHttpResponse, WriteLog } from './core.ts';

/** `data` is the trigger's input as the host words it: `{ http }` or `{ json }`. Gives the HTTP answer, if there is one. */
export async function invoke(
  core: Core,
  target: RegisteredFunction,
  triggerName: string,
  data: object,
  log: WriteLog,
): Promise<RpcHttpResponse | undefined> {
  const invocationId = randomUUID();
  const coreContext: Parameters<ReturnType<Core['model']>['getInvocationModel']>[0] = {
    invocationId,
    request: {
      invocationId,
      functionId: target.name,
      inputData: [{ name: triggerName, data }],
      triggerMetadata: {},
    },
    metadata: { name: target.name, bindings: target.bindings },
    log: (level, _category, message) => log(level, message),
    state: undefined,
  };
  const model = core.model().getInvocationModel(coreContext);
  const { context, inputs } = await model.getArguments();

  coreContext.state = 'preInvocationHooks';
  const hookContext = { hookData: {}, invocationContext: context, inputs, functionHandler: target.callback };
  await core.runHooks('preInvocation', hookContext);

  coreContext.state = 'invocation';
  const outcome: { result: unknown; error: unknown } = { result: null, error: null };
  try {
    outcome.result = await model.invokeFunction(context, hookContext.inputs, hookContext.functionHandler);
  } catch (error) {
    outcome.error = error;
  }

  coreContext.state = 'postInvocationHooks';
  const after = { ...hookContext, ...outcome };
  await core.runHooks('postInvocation', after);
  if (after.error !== null) throw after.error;
  return (await model.getResponse(context, after.result)).returnValue?.http;
}

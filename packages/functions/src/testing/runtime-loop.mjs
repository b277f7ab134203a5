/**
 * A Lambda runtime as short as it can be: loads the handler, asks the Runtime API for events, posts what comes of them. Stands
 * in for AWS's own runtime interface client where that is not at hand; docs/deploy.md says how to run the test with it.
 */
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const post = (path, value) => fetch(`${api}/${path}`, { method: "POST", body: JSON.stringify(value) });
const told = (error) => ({ errorType: error?.name ?? "Error", errorMessage: error?.message ?? String(error) });

const [file, name] = process.env._HANDLER.split(".");
let handler;
try {
  handler = (await import(`${process.env.LAMBDA_TASK_ROOT}/${file}.mjs`))[name];
} catch (error) {
  await post("init/error", told(error));
  throw error;
}
for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  process.env._X_AMZN_TRACE_ID = next.headers.get("lambda-runtime-trace-id") ?? "";
  const context = { awsRequestId: id, functionName: process.env.AWS_LAMBDA_FUNCTION_NAME };
  try {
    await post(`invocation/${id}/response`, (await handler(await next.json(), context)) ?? null);
  } catch (error) {
    await post(`invocation/${id}/error`, told(error));
  }
}

// A shop on AWS Lambda, by `serverless-http` or by Hono's adapter, behind a stand-in for API Gateway: it makes an event of each
// request (payload format 1.0 or 2.0) and a response of each result.

import { createServer } from "node:http";
import { Hono } from "hono";
import { getConnInfo, handle } from "hono/aws-lambda";
import serverless from "serverless-http";
import { toNodeListener } from "ivy-data-session/proxy";
import { proxy, shop } from "./ivy.js";

const makers = {
  serverless: () => {
    const handler = serverless(toNodeListener(proxy()));
    const shops = serverless(toNodeListener(shop));
    return (event) => ((event.rawPath ?? event.path).startsWith("/shop/") ? shops : handler)(event, {});
  },
  hono: () => {
    const app = new Hono();
    app.all("/api/ivy/*", (context) => proxy()(context.req.raw, { address: getConnInfo(context).remote.address }));
    app.all("/plain/return", (context) => proxy()(context.req.raw));
    app.all("/shop/*", (context) => shop(context.req.raw));
    return handle(app);
  },
};
const handler = makers[process.env.HANDLER]();

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const event = (process.env.FORMAT === "1.0" ? firstEvent : secondEvent)(request, Buffer.concat(chunks).toString("base64"));
  const { statusCode, headers = {}, multiValueHeaders = {}, cookies = [], body = "", isBase64Encoded } = await handler(event);
  for (const [name, value] of Object.entries({ ...headers, ...multiValueHeaders })) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}).listen(Number(process.env.PORT), "127.0.0.1", () => console.log(`shop: listening on ${process.env.ORIGIN}`));

const [sourceIp, requestId, stage] = ["203.0.113.7", "r-1", "$default"];

function firstEvent({ method, url, headers }, body) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const multiValueHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()]));
  const query = Object.fromEntries(searchParams);
  const multi = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
  return {
    ...{ version: "1.0", httpMethod: method, path: pathname, headers, multiValueHeaders, body, isBase64Encoded: true },
    ...{ queryStringParameters: query, multiValueQueryStringParameters: multi },
    requestContext: { requestId, stage, identity: { sourceIp }, http: undefined },
  };
}

function secondEvent({ method, url, headers: { cookie, ...headers } }, body) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  return {
    ...{ version: "2.0", rawPath: pathname, rawQueryString: String(searchParams), headers, body, isBase64Encoded: true },
    ...(cookie && { cookies: cookie.split("; ") }),
    requestContext: { requestId, stage, domainName: headers.host, http: { method, path: pathname, sourceIp } },
  };
}

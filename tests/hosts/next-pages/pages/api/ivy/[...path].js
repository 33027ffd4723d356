import { toNodeListener } from "ivy-data-session/proxy";
import { proxy } from "../../../ivy.js";

// Next would read the body. The handler returns before the response is sent.
export const config = { api: { bodyParser: false, externalResolver: true } };

export default function handler(request, response) {
  toNodeListener(proxy())(request, response);
}

import { toNodeListener } from "ivy-data-session/proxy";
import { shop } from "../../../ivy.js";

export const config = { api: { bodyParser: false, externalResolver: true } };

export default function handler(request, response) {
  toNodeListener(shop)(request, response);
}

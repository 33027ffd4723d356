import handler from "../ivy/[...path].js";

export const config = { api: { bodyParser: false, externalResolver: true } };

export default handler;

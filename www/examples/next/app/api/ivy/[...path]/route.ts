import { proxy } from "../../../../ivy";

export const POST = (request: Request) => proxy()(request);

export const OPTIONS = POST;

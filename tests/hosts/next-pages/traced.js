import { postgresStore } from "ivy-data-session/proxy";

export default async function handler(request, response) {
  try {
    await postgresStore("postgres://127.0.0.1:1/none").close();
    response.json({ found: true });
  } catch ({ code, message }) {
    response.json({ code, message });
  }
}

import { createClient } from "ivy-data-session";

const client = createClient({ proxyUrl: "/api/ivy" });

export const Bank = (props: { theme: "light" | "dark" }) => (
  <ivy-bank-connect
    id="bank"
    class="wide"
    action="/api/ivy/start"
    attr:theme={props.theme}
    mode="popup"
    client={client}
    request={{ permissions: ["identity"] }}
    options={{ maxAgeDays: 90 }}
    texts={{ connect: "Pay by bank", note: undefined }}
    on:choose={({ detail }) => console.log(detail.session.id, detail.handle)}
    on:error={(event) => console.log(event.detail.code)}
    onClick={({ clientX }) => console.log(clientX)}
    ref={(element) => console.log(element.state.status)}
  >
    <form action="/api/ivy/start" method="post" />
  </ivy-bank-connect>
);

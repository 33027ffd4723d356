export const mistakes = [
  // @ts-expect-error: a client is not its options
  <ivy-bank-connect client={{ proxyUrl: "/api/ivy" }} />,
  // @ts-expect-error: a request needs permissions
  <ivy-bank-connect request={{}} />,
  // @ts-expect-error: no such theme
  <ivy-bank-connect attr:theme="blue" />,
  // @ts-expect-error: no such attribute
  <ivy-bank-connect colour="blue" />,
  // @ts-expect-error: an account may have no handle
  <ivy-bank-connect on:choose={({ detail }) => console.log(detail.handle.length)} />,
  // @ts-expect-error: no such event
  <ivy-bank-connect on:paid={() => {}} />,
];

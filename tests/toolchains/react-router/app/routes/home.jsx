import { useEffect } from "react";
import { run } from "../run.js";

export const headers = () => ({ "content-security-policy": process.env.POLICY });

// In development React's strict mode runs an effect twice.
let running;

export default function Home() {
  useEffect(() => {
    running ??= run();
  }, []);
  return <p>shop</p>;
}

import { useEffect } from "react";
import { run } from "../page.js";

export const headers = () => ({ "content-security-policy": process.env.POLICY });

export default function Home() {
  useEffect(() => void run(), []);
  return <p>shop</p>;
}

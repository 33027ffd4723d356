export default function Paid() {
  return <p>Thank you, your order is paid.</p>;
}

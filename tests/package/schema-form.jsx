// A merchant's form with react-hook-form, whose resolver accepts any Standard Schema. Nothing here loads the library.

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import { externalUserSchema } from "ivy-data-session";

function Form() {
  const { register, handleSubmit, formState } = useForm({ resolver: standardSchemaResolver(externalUserSchema) });
  const { email, phone } = formState.errors;
  return (
    <form onSubmit={handleSubmit((user) => (globalThis.sent = user))}>
      <input {...register("email")} />
      <input {...register("phone", { setValueAs: (text) => text || undefined })} />
      <button>Save</button>
      <p id="email-error">{email?.message}</p>
      <p id="phone-error">{phone?.message}</p>
    </form>
  );
}

createRoot(document.getElementById("root")).render(<Form />);

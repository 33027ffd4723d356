// A form for a request. The library checks it on every keystroke; nothing is sent.

/** Starts the editor. `check` is `checkDataSessionRequest`. */
export function startEditor(check) {
  const fields = [...document.querySelectorAll("#editor [data-field]")];
  const issueList = document.getElementById("editor-issues");
  const normalForm = document.getElementById("editor-value");

  const update = () => {
    const result = check(requestOf(fields));
    const issues = result.ok ? [] : result.issues;
    for (const field of fields) {
      const isWrong = issues.some((issue) => startsWith(issue.path, field.dataset.field.split(".")));
      field.setAttribute("aria-invalid", String(isWrong));
    }
    issueList.replaceChildren(
      ...issues.map((issue) => issueItem(issue, "is-issue")),
      ...result.warnings.map((warning) => issueItem(warning, "is-warning")),
      ...(issues.length === 0 ? [fineItem()] : []),
    );
    normalForm.textContent = result.ok ? JSON.stringify(result.value, null, 2) : "";
  };

  for (const field of fields) {
    field.setAttribute("aria-describedby", issueList.id);
    field.addEventListener("input", update);
  }
  update();
}

/** Returns the request of the fields, without the empty ones. */
function requestOf(fields) {
  const request = {};
  for (const field of fields) {
    if (field.value === "") continue;
    const path = field.dataset.field.split(".");
    const name = path.pop();
    const parent = path.reduce((object, key) => (object[key] ??= {}), request);
    parent[name] = name === "permissions" ? field.value.split(",").map((part) => part.trim()) : field.value;
  }
  return request;
}

const startsWith = (path, start) => start.every((step, index) => path[index] === step);

function issueItem({ code, message }, className) {
  const made = document.createElement("li");
  made.className = className;
  const name = document.createElement("code");
  name.textContent = code;
  made.append(`${message} `, name);
  return made;
}

function fineItem() {
  const made = document.createElement("li");
  made.className = "is-fine";
  made.textContent = "A valid request. In its normal form:";
  return made;
}

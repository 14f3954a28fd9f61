// The report itself, what saving changes, and saving.
function paintHead() {
  const fields = Object.entries(data.head).map(([name, read]) => {
    const id = `head-${name}`;
    const input = make("input", {
      id,
      value: state.head[name] || "",
      "data-head": name,
      placeholder: read ? say("read_as", read) : say("not_read"),
    });
    input.addEventListener("change", () => {
      remember();
      const words = input.value.trim();
      if (words && words !== read) state.head[name] = words;
      else delete state.head[name];
      tell();
    });
    return make("label", { for: id }, data.fields[name], input);
  });
  $("head-fields").replaceChildren(...fields);
  if (Object.values(data.head).some((read) => !read)) $("report").open = true;
}

async function send(address) {
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(rows()) });
  const given = await answer.json();
  if (!answer.ok) throw new Error(given.error);
  return given;
}

async function save() {
  if (!data.save) {
    const lines = ["corrections:", ...rows().map((row) => `- ${JSON.stringify(row)}`)]; // JSON is YAML
    const href = `data:application/yaml;charset=utf-8,${encodeURIComponent(`${lines.join("\n")}\n`)}`;
    make("a", { href, download: "corrections.yaml" }).click();
    state.dirty = false;
    tell(say("apply"));
    return;
  }
  tell(say("working"));
  try {
    showEffect((await send(`${data.save}/effect`)).changes);
    tell();
  } catch (error) {
    tell(say("not_saved", error.message));
  }
}

function showEffect(changes) {
  const close = () => {
    $("effect").hidden = true;
  };
  const confirmed = async () => {
    try {
      const { file } = await send(data.save);
      state.dirty = false;
      close();
      tell(say("saved", file));
    } catch (error) {
      tell(say("not_saved", error.message));
    }
  };
  $("effect").replaceChildren(
    make("h2", {}, say("effect")),
    changes.length ? make("ul", {}, ...changes.map((words) => make("li", {}, words))) : make("p", {}, say("no_effect")),
    make("button", { type: "button", id: "confirm", class: "main", onclick: confirmed }, say("confirm")),
    " ",
    make("button", { type: "button", id: "cancel", onclick: close }, say("cancel")),
  );
  $("effect").hidden = false;
  $("confirm").focus();
}

// The client of infc's language server: starts `infc lsp`, and again when its settings change.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("infc");
  const command = settings.get("path", "infc");
  const run = { command, args: ["lsp"] };
  const data = settings.get("data", true)
    ? [{ scheme: "file", pattern: "**/*.{yaml,yml,json,toml}" }]
    : [];
  client = new LanguageClient("infc", "infc", { run, debug: run }, {
    documentSelector: [
      { scheme: "file", language: "inf" },
      { scheme: "file", language: "cue" },
      { scheme: "untitled", language: "inf" },
      ...data,
    ],
    initializationOptions: {
      stack: settings.get("stack") || null,
      tags: settings.get("tags", []),
      inlayHints: settings.get("inlayHints", false),
      codeLens: settings.get("codeLens", true),
    },
  });
  try {
    await client.start();
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(
      `\`${command} lsp\` cannot be started: ${error.message ?? error}`, "Open Settings");
    if (choice) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "infc.path");
    }
  }
}

async function restart() {
  const before = client;
  client = undefined;
  await before?.stop().catch(() => undefined);
  await start();
}

exports.activate = async function (context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("infc.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const changed = ["path", "stack", "tags", "inlayHints", "codeLens", "data"];
      if (changed.some((name) => event.affectsConfiguration(`infc.${name}`))) {
        return restart();
      }
    }),
  );
  await start();
};

exports.deactivate = () => client?.stop();

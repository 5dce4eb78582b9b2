"""The language server as an independent client sees it: pytest-lsp, which knows nothing of infc.

    INFC=target/debug/infc pytest editors/tests
"""
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

INFC = os.path.realpath(os.environ.get("INFC", "target/debug/infc"))

APP = """package app

// #Service is what runs.
#Service: {
\tname!:    string
\treplicas: int & >0 | *1
\tpull:     *"Always" | "Never"
}

web: #Service & {
\tname: "wéb😀", replicas: 2
}
total: web.replicas
"""


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[INFC, "lsp"]))
async def client(lsp_client: LanguageClient, tmp_path: pathlib.Path):
    (tmp_path / "inf.toml").write_text('[package]\nname = "shop"\nversion = "0.1.0"\n')
    (tmp_path / "app.inf").write_text(APP)
    await lsp_client.initialize_session(types.InitializeParams(
        capabilities=pytest_lsp.client_capabilities("visual-studio-code"),
        workspace_folders=[types.WorkspaceFolder(uri=tmp_path.as_uri(), name="shop")]))
    lsp_client.uri = (tmp_path / "app.inf").as_uri()
    lsp_client.path = tmp_path
    lsp_client.text_document_did_open(types.DidOpenTextDocumentParams(
        text_document=types.TextDocumentItem(
            uri=lsp_client.uri, language_id="inf", version=1, text=APP)))
    await lsp_client.wait_for_notification("textDocument/publishDiagnostics")
    yield
    await lsp_client.shutdown_session()


def document(client):
    return types.TextDocumentIdentifier(uri=client.uri)


async def edit(client, version, text):
    client.text_document_did_change(types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=client.uri, version=version),
        content_changes=[types.TextDocumentContentChangeWholeDocument(text=text)]))
    await client.wait_for_notification("textDocument/publishDiagnostics")
    return list(client.diagnostics[client.uri])


@pytest.mark.asyncio
async def test_diagnostics_name_both_sides(client: LanguageClient):
    assert not client.diagnostics[client.uri]
    said = await edit(client, 2, APP + "total: 3\n")
    assert len(said) == 1
    one = said[0]
    assert one.source == "infc" and one.code.startswith("E0")
    assert one.code_description.href.endswith(f"{one.code}.md")
    assert one.severity == types.DiagnosticSeverity.Error
    lines = {one.range.start.line} | {
        at.location.range.start.line for at in one.related_information}
    assert 13 in lines and len(lines) > 1
    assert await edit(client, 3, APP) == []


@pytest.mark.asyncio
async def test_broken_text_is_told_and_mended(client: LanguageClient):
    said = await edit(client, 2, APP.replace("}\n\nweb", "\n\nweb"))
    assert said and said[0].code == "E0101"
    assert await edit(client, 3, APP) == []


@pytest.mark.asyncio
async def test_hover_shows_value_and_contributions(client: LanguageClient):
    hover = await client.text_document_hover_async(types.HoverParams(
        text_document=document(client), position=types.Position(line=12, character=13)))
    assert "replicas: 2" in hover.contents.value
    assert "app.inf:6" in hover.contents.value and "app.inf:11" in hover.contents.value


@pytest.mark.asyncio
async def test_columns_count_utf16(client: LanguageClient):
    # Behind é and 😀, which are two bytes and four, one unit and two.
    position = types.Position(line=10, character=17)
    found = await client.text_document_definition_async(types.DefinitionParams(
        text_document=document(client), position=position))
    assert [at.range.start.line for at in found] == [5]
    marks = await client.text_document_document_highlight_async(types.DocumentHighlightParams(
        text_document=document(client), position=position))
    here = [mark.range for mark in marks if mark.range.start.line == 10]
    assert here[0].start.character == 16 and here[0].end.character == 24


@pytest.mark.asyncio
async def test_completion_offers_what_is_missing_and_what_fits(client: LanguageClient):
    await edit(client, 2, APP.replace('\tname: "wéb😀", replicas: 2\n', "\t\n\tpull: \n"))
    fields = await client.text_document_completion_async(types.CompletionParams(
        text_document=document(client), position=types.Position(line=10, character=1)))
    labels = [item.label for item in sorted(fields, key=lambda item: item.sort_text)]
    assert labels[0] == "name" and "replicas" in labels and "pull" not in labels
    values = await client.text_document_completion_async(types.CompletionParams(
        text_document=document(client), position=types.Position(line=11, character=7)))
    assert {'"Always"', '"Never"'} <= {item.label for item in values}


@pytest.mark.asyncio
async def test_rename_changes_all_places(client: LanguageClient):
    found = await client.text_document_rename_async(types.RenameParams(
        text_document=document(client), new_name="count",
        position=types.Position(line=12, character=13)))
    lines = sorted(edit.range.start.line for edit in found.changes[client.uri])
    assert lines == [5, 10, 12]


@pytest.mark.asyncio
async def test_formatting_symbols_folding_and_tokens(client: LanguageClient):
    assert await edit(client, 2, APP.replace("total: ", "total:   ")) == []
    edits = await client.text_document_formatting_async(types.DocumentFormattingParams(
        text_document=document(client),
        options=types.FormattingOptions(tab_size=4, insert_spaces=False)))
    assert edits[-1].new_text == "total: web.replicas\n"
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(text_document=document(client)))
    assert [symbol.name for symbol in symbols] == ["#Service", "web", "total"]
    folds = await client.text_document_folding_range_async(
        types.FoldingRangeParams(text_document=document(client)))
    assert (3, 6) in {(fold.start_line, fold.end_line) for fold in folds}
    tokens = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(text_document=document(client)))
    assert tokens.data and len(tokens.data) % 5 == 0


@pytest.mark.asyncio
async def test_actions_add_what_is_required(client: LanguageClient):
    await edit(client, 2, APP.replace('\tname: "wéb😀", replicas: 2\n', ""))
    found = await client.text_document_code_action_async(types.CodeActionParams(
        text_document=document(client),
        range=types.Range(types.Position(9, 1), types.Position(9, 1)),
        context=types.CodeActionContext(diagnostics=list(client.diagnostics[client.uri]))))
    added = [action for action in found if "required" in action.title]
    assert added and 'name: ""' in added[0].edit.changes[client.uri][0].new_text


@pytest.mark.asyncio
async def test_unknown_places_and_requests_end_nothing(client: LanguageClient):
    far = types.Position(line=10_000, character=10_000)
    await client.text_document_hover_async(
        types.HoverParams(text_document=document(client), position=far))
    elsewhere = types.TextDocumentIdentifier(uri="untitled:Untitled-1")
    assert await client.text_document_hover_async(
        types.HoverParams(text_document=elsewhere, position=far)) is None
    with pytest.raises(Exception):
        await client.protocol.send_request_async("infc/nothing", {})
    # An evaluation without an end is ended by its limits, or by the next edit.
    client.text_document_did_change(types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=client.uri, version=2),
        content_changes=[types.TextDocumentContentChangeWholeDocument(
            text="import \"list\"\nx: [for a in list.Range(0, 9999, 1) for b in list.Range(0, 9999, 1) {a + b}]\n")]))
    assert await edit(client, 3, APP) == []


@pytest.mark.asyncio
async def test_data_that_a_source_embeds_is_checked_in_its_place(client: LanguageClient):
    (client.path / "limits.inf").write_text(
        "@extern(embed)\n\npackage limits\n\n#Limits: cpu: int & >0\n"
        "limits: #Limits & _ @embed(file=limits.yaml)\n")
    (client.path / "limits.yaml").write_text("cpu: 1\n")
    uri = (client.path / "limits.yaml").as_uri()
    client.text_document_did_open(types.DidOpenTextDocumentParams(
        text_document=types.TextDocumentItem(
            uri=uri, language_id="yaml", version=1, text="cpu: 0\n")))
    while not client.diagnostics.get(uri):
        await client.wait_for_notification("textDocument/publishDiagnostics")
    said = client.diagnostics[uri]
    assert [(one.range.start.line, one.range.start.character) for one in said] == [(0, 5)]
    assert said[0].related_information[0].location.uri.endswith("/limits.inf")

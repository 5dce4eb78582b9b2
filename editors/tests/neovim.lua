-- What Neovim itself makes of the server: run by `editors/tests/neovim`.
-- It opens an application, breaks it, and reads back what it shows; then asks as keys would.
vim.cmd('filetype plugin on')
require('infc').setup({ cmd = { vim.env.INFC, 'lsp' }, data = true })

local function fail(what, seen)
  io.stderr:write('neovim: ' .. what .. '\n' .. vim.inspect(seen) .. '\n')
  vim.cmd('cquit')
end

local function check(condition, what, seen)
  if not condition then
    fail(what, seen)
  end
end

local function eventually(what, condition)
  local seen
  local ok = vim.wait(20000, function()
    local done
    done, seen = condition()
    return done
  end, 20)
  check(ok, what, seen)
  return seen
end

local function ask(method, params)
  local answers, fault = vim.lsp.buf_request_sync(0, method, params, 20000)
  check(answers, method .. ' is not answered', fault)
  for _, answer in pairs(answers) do
    check(not answer.err, method .. ' fails', answer.err)
    return answer.result
  end
end

local function at(line, column)
  vim.api.nvim_win_set_cursor(0, { line, column })
  return vim.lsp.util.make_position_params(0, 'utf-16')
end

-- The place of a word: its line from 1, its column from 0.
local function find(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      return number, column - 1
    end
  end
  fail('there is no ' .. text)
end

vim.cmd('edit app.inf')
check(vim.bo.filetype == 'inf', 'the file type is not found', vim.bo.filetype)
eventually('the server does not start', function()
  local all = vim.lsp.buf_get_clients(0)
  local _, one = next(all)
  return one and one.initialized, all
end)

-- Broken: the misspelt parameter is shown where it stands.
local line, column = find('replicas: 1')
vim.api.nvim_buf_set_text(0, line - 1, column, line - 1, column + #'replicas', { 'replcias' })
local shown = eventually('the misspelt parameter is not shown', function()
  local all = vim.diagnostic.get(0)
  local first = all[1]
  return first and first.lnum == line - 1 and first.severity == vim.diagnostic.severity.ERROR, all
end)
check(shown[1] == nil or shown[1].col == column, 'it is shown at another place', shown)

-- Mended: nothing is shown.
vim.api.nvim_buf_set_text(0, line - 1, column, line - 1, column + #'replcias', { 'replicas' })
eventually('the mended file still has diagnostics', function()
  local all = vim.diagnostic.get(0)
  return #all == 0, all
end)

-- Hover: the value.
local hover = ask('textDocument/hover', at(find('replicas: 1')))
check(hover and hover.contents.value:find('replicas: 1', 1, true), 'hover has no value', hover)

-- Completion: the parameters that are not there yet.
vim.api.nvim_buf_set_lines(0, line, line, false, { '\t\tini' })
local offered = ask('textDocument/completion', at(line + 1, 5))
local items = vim.lsp.util.extract_completion_items(offered)
local labels = vim.tbl_map(function(item) return item.label end, items)
check(vim.tbl_contains(labels, 'initContainers'), 'initContainers is not offered', labels)
check(not vim.tbl_contains(labels, 'replicas'), 'what is there already is offered', labels)
vim.api.nvim_buf_set_lines(0, line, line + 1, false, {})

-- Rename: as the user does it, the buffer changes.
vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'size: 3', 'twice: size * 2' })
at(find('size: 3'))
vim.lsp.buf.rename('count')
eventually('nothing is renamed', function()
  local text = table.concat(vim.api.nvim_buf_get_lines(0, -3, -1, false), '\n')
  return text == 'count: 3\ntwice: count * 2', text
end)

-- Formatting: house style, by the editor's own command.
vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'x:    {', 'y: 1', '}' })
if vim.lsp.buf.format then
  vim.lsp.buf.format({ async = false, timeout_ms = 20000 })
else
  vim.lsp.buf.formatting_sync(nil, 20000)
end
local text = table.concat(vim.api.nvim_buf_get_lines(0, -4, -1, false), '\n')
check(text == 'x: {\n\ty: 1\n}', 'it is not formatted', text)

-- Definition: in the module that comes with infc, as a file that can be opened.
local places = ask('textDocument/definition', at(find('#Service')))
local uri = places and places[1] and places[1].uri or ''
check(uri:find('/service/', 1, true), 'the definition is not found', places)
vim.lsp.util.jump_to_location(places[1], 'utf-16')
check(vim.fn.getline('.'):find('#Service', 1, true), 'it is not opened', vim.fn.getline('.'))

-- Data that a source embeds: what is wrong is shown in it, unsaved, with the place of the rule.
vim.cmd('edit! limits.yaml')
eventually('the server does not take data', function()
  local all = vim.lsp.buf_get_clients(0)
  return next(all) ~= nil, all
end)
vim.api.nvim_buf_set_lines(0, 0, 1, false, { 'cpu: 0' })
shown = eventually('what is wrong in data is not shown', function()
  local all = vim.diagnostic.get(0)
  return #all > 0, all
end)
check(shown[1] == nil or shown[1].lnum == 0 and shown[1].col == 5, 'it is shown elsewhere', shown)
local related = vim.diagnostic.get(0)[1].user_data.lsp.relatedInformation or {}
check(related[1] and related[1].location.uri:find('limits.inf', 1, true), 'the rule is not told', related)
vim.api.nvim_buf_set_lines(0, 0, 1, false, { 'cpu: 1' })
eventually('mended data still have diagnostics', function()
  local all = vim.diagnostic.get(0)
  return #all == 0, all
end)

-- Definition of a line of exported YAML: its source.
vim.cmd('edit! app.yaml')
places = ask('textDocument/definition', at(find('replicas: 1')))
check(places and places[1] and places[1].uri:find('/app.inf', 1, true), 'the line has no source', places)
vim.lsp.util.jump_to_location(places[1], 'utf-16')
check(vim.fn.getline('.'):find('replicas: 1', 1, true), 'another line is its source', vim.fn.getline('.'))

io.stdout:write('neovim: diagnostics, hover, completion, rename, formatting, definition, data and source maps hold\n')
vim.cmd('qall!')

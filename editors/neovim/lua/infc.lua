-- The language server of infc for Neovim 0.7 and later.
--
--   require('infc').setup()                          -- `infc` from the path
--   require('infc').setup({ cmd = { '/opt/infc', 'lsp' }, inlay_hints = true, stack = 'dev' })
--   require('infc').setup({ data = true })           -- YAML, JSON and TOML of modules too
local M = {}

local defaults = { cmd = { 'infc', 'lsp' }, filetypes = { 'inf', 'cue' } }

local data_filetypes = { 'yaml', 'json', 'toml' }

-- The directory of the module that a file lies in, or its own; and whether it lies in a module.
local function root(path)
  local directory = vim.fn.fnamemodify(path, ':p:h')
  local mark = vim.fn.findfile('inf.toml', directory .. ';')
  if mark == '' then
    mark = vim.fn.findfile('cue.mod/module.cue', directory .. ';')
    if mark == '' then
      return directory, false
    end
    return vim.fn.fnamemodify(mark, ':p:h:h'), true
  end
  return vim.fn.fnamemodify(mark, ':p:h'), true
end

-- The clients by their roots: all files of a module share one.
local clients = {}

local function attach(options, buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == '' then
    return
  end
  local directory, in_module = root(path)
  if not in_module and vim.tbl_contains(data_filetypes, vim.bo[buffer].filetype) then
    return
  end
  local id = clients[directory]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client({
      name = 'infc',
      cmd = options.cmd,
      root_dir = directory,
      on_attach = options.on_attach,
      capabilities = options.capabilities,
      init_options = {
        inlayHints = options.inlay_hints,
        codeLens = options.code_lens,
        stack = options.stack,
        tags = options.tags,
      },
    })
    clients[directory] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

function M.setup(options)
  options = vim.tbl_extend('force', defaults, options or {})
  local filetypes = vim.list_extend({}, options.filetypes)
  if options.data then
    vim.list_extend(filetypes, data_filetypes)
  end
  vim.api.nvim_create_autocmd('FileType', {
    pattern = filetypes,
    callback = function(event)
      attach(options, event.buf)
    end,
  })
end

return M

" House style: tabs, and comments with two slashes.
setlocal noexpandtab tabstop=4 shiftwidth=4
setlocal commentstring=//\ %s comments=://
let b:undo_ftplugin = 'setlocal expandtab< tabstop< shiftwidth< commentstring< comments<'

" Sources of infc. CUE's own files too, unless something else has claimed them.
" `set`, since the editor itself takes `.inf` for something older.
autocmd BufNewFile,BufRead *.inf set filetype=inf
autocmd BufNewFile,BufRead *.cue setfiletype cue

" Colours until the language server's own arrive.
if exists('b:current_syntax')
  finish
endif

syntax keyword infKeyword package import for in if let else try
syntax keyword infType bool int float number string bytes uint rune
syntax keyword infType int8 int16 int32 int64 int128 uint8 uint16 uint32 uint64 uint128 float32 float64
syntax keyword infConstant true false null
syntax keyword infFunction len close and or div mod quo rem error matchN matchIf
syntax match infNumber /\<\d[0-9_]*\(\.\d\+\)\?\([eE][+-]\?\d\+\)\?\([KMGTP]i\?\)\?\>/
syntax match infNumber /\<0[xob][0-9a-fA-F_]\+\>/
syntax match infDefinition /\<_\?#\k\+\|#\k\+/
syntax match infLabel /\k\+\ze[?!]\?:/
syntax match infBottom /_|_/
syntax match infAttribute /@\k\+([^)]*)/
syntax match infComment /\/\/.*$/ contains=@Spell
syntax region infString start=/"/ skip=/\\\\\|\\"/ end=/"/ oneline contains=infInterpolation
syntax region infString start=/"""/ end=/"""/ contains=infInterpolation
syntax region infString start=/#"/ end=/"#/ oneline
syntax region infBytes start=/'/ skip=/\\\\\|\\'/ end=/'/ oneline contains=infInterpolation
syntax region infBytes start=/'''/ end=/'''/ contains=infInterpolation
syntax region infInterpolation matchgroup=Special start=/\\(/ end=/)/ contained contains=TOP

highlight default link infKeyword Keyword
highlight default link infType Type
highlight default link infConstant Constant
highlight default link infFunction Function
highlight default link infNumber Number
highlight default link infDefinition Type
highlight default link infLabel Identifier
highlight default link infBottom Error
highlight default link infAttribute PreProc
highlight default link infComment Comment
highlight default link infString String
highlight default link infBytes String

let b:current_syntax = 'inf'

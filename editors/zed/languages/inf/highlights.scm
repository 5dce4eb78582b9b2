; The colours until the server's own arrive.
(comment) @comment
(string) @string
[(number) (float)] @number
(boolean) @boolean
[(null) (top) (bottom)] @constant
(identifier) @variable
(primitive_type) @type
(builtin_function) @function
(field (label (identifier) @property))
((identifier) @type (#match? @type "^_?#"))
(attribute) @attribute
["package" "import" "let" "for" "in" "if"] @keyword
["+" "-" "*" "/" "|" "&" "==" "!=" "<" "<=" ">" ">=" "=~" "!~" "!" "="] @operator

-- SPDX-License-Identifier: MIT
-- For pandoc, which turns a page of docs/man into roff: the page's first heading, "tixdb-run(1)", is its title, and
-- its sections move up.

-- Left to itself pandoc shares a whole line among a table's columns, and the gaps between them come on top.
local SHARE_OF_LINE = 0.86

function Pandoc(document)
    local title = pandoc.utils.stringify(document.blocks[1])
    document.blocks:remove(1)
    document.meta.title = title:match("^[^(]+"):upper()
    document.meta.section = title:match("%((%d)%)")
    document.meta.footer = "tixdb"
    return document
end

function Header(header)
    header.level = header.level - 1
    return header
end

-- Links between the pages: their text is the other page's name.
function Link(link)
    return link.content
end

function Table(table)
    for _, column in ipairs(table.colspecs) do
        if column[2] then column[2] = column[2] * SHARE_OF_LINE end
    end
    return table
end

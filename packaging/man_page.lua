-- SPDX-License-Identifier: MIT
-- For pandoc, which turns a page of docs/man into roff: the page's first heading, "tixdb-run(1)", is its title, and
-- its sections move up.

-- "tixdb run - ingest, …": whatis(1) wants one word there, the page's name.
local function name_in_one_word(blocks)
    for i, block in ipairs(blocks) do
        if block.t == "Header" and pandoc.utils.stringify(block) == "NAME" then
            local words = blocks[i + 1].content
            if words[3].text ~= "-" then
                words[1] = pandoc.Str(words[1].text .. "-" .. words[3].text)
                words:remove(3)
                words:remove(2)
            end
        end
    end
end

function Pandoc(document)
    name_in_one_word(document.blocks)
    local title = pandoc.utils.stringify(document.blocks[1])
    document.blocks:remove(1)
    document.meta.title = title:match("^[^(]+"):upper()
    document.meta.section = title:match("%((%d)%)")
    document.meta.footer = "tixdb " .. pandoc.utils.stringify(document.meta.version)
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

-- Of three columns and more the last would have room for a word a line, and the lines of a cell cannot be broken at the
-- end of a page: rows become a list, of more than two columns with what these are called before what stands in them.
function Table(table)
    local names = {}
    for i, cell in ipairs(table.head.rows[1].cells) do names[i] = pandoc.utils.stringify(cell.contents) end
    local items = {}
    for _, row in ipairs(table.bodies[1].body) do
        local blocks = {}
        for i = 2, #row.cells do
            local text = pandoc.utils.blocks_to_inlines(row.cells[i].contents)
            if #text > 0 and #row.cells > 2 then
                text:insert(1, pandoc.Space())
                text:insert(1, pandoc.Emph(pandoc.Str(names[i] .. ":")))
            end
            if #text > 0 then
                blocks[#blocks + 1] = pandoc.Plain(text)
                blocks[#blocks + 1] = pandoc.Plain(pandoc.LineBreak())
            end
        end
        blocks[#blocks] = nil
        items[#items + 1] = {pandoc.utils.blocks_to_inlines(row.cells[1].contents), {blocks}}
    end
    return pandoc.DefinitionList(items)
end

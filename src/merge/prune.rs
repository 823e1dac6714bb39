//! Taking out unfilled optional placeholders, each with its paragraph, item or brackets, then the list, section or
//! heading that this leaves empty, and so on upwards.

use crate::model::ids::PlaceholderName;
use crate::model::text::{Block, Blocks, Element, HoleName, Link, Node, Target};
use std::collections::{BTreeSet, HashMap};

/// Which placeholders come to nothing.
pub type Nothing = BTreeSet<PlaceholderName>;

/// Blocks that were pruned before: hubs that leave out the same placeholders share what is left.
#[derive(Default)]
pub struct Prunings {
    done: HashMap<(usize, Nothing), (Blocks, Blocks)>,
}

impl Prunings {
    /// `blocks` without the placeholders of `nothing`.
    pub fn prune(&mut self, blocks: &Blocks, nothing: &Nothing) -> Blocks {
        let here: Nothing = names(blocks).filter(|name| nothing.contains(name)).collect();
        if here.is_empty() {
            return blocks.clone();
        }
        // The original is kept beside the result, so that its address stays its own.
        let key = (blocks.as_ptr() as usize, here);
        if let Some((_, pruned)) = self.done.get(&key) {
            return pruned.clone();
        }
        let pruned = prune(blocks, nothing);
        self.done.insert(key, (blocks.clone(), pruned.clone()));
        pruned
    }
}

/// The placeholders that stand in blocks.
pub fn names(blocks: &[Block]) -> impl Iterator<Item = PlaceholderName> {
    blocks.iter().flat_map(|block| {
        block.node.holes().into_iter().filter_map(|(name, _)| match name {
            HoleName::Ask(name) => Some(name.clone()),
            _ => None,
        })
    })
}

fn prune(blocks: &[Block], nothing: &Nothing) -> Blocks {
    let mut kept: Vec<Block> =
        blocks.iter().filter_map(|block| Some(Block { node: keep(&block.node, nothing)?, span: block.span })).collect();
    empty_headings(&mut kept, blocks);
    kept.into()
}

/// Takes out headings that have lost all that followed them.
fn empty_headings(kept: &mut Vec<Block>, before: &[Block]) {
    let level = |block: &Block| match &block.node {
        Node::Element(Element::Heading { level, .. }, _) => Some(*level),
        _ => None,
    };
    let is_empty = |blocks: &[Block], at: usize| {
        let own = level(&blocks[at]);
        let after = blocks.get(at + 1);
        own.is_some() && after.is_none_or(|next| level(next).is_some_and(|next| Some(next) <= own))
    };
    loop {
        let found = (0..kept.len()).find(|&at| {
            let was = before.iter().position(|block| block.span == kept[at].span);
            is_empty(kept, at) && was.is_some_and(|was| !is_empty(before, was))
        });
        match found {
            Some(at) => kept.remove(at),
            None => return,
        };
    }
}

fn is_nothing(name: &HoleName, nothing: &Nothing) -> bool {
    matches!(name, HoleName::Ask(name) if nothing.contains(name))
}

fn touches(node: &Node, nothing: &Nothing) -> bool {
    node.holes().iter().any(|(name, _)| is_nothing(name, nothing))
}

/// What is left of a block; `None` where nothing is.
fn keep(node: &Node, nothing: &Nothing) -> Option<Node> {
    if !touches(node, nothing) {
        return Some(node.clone());
    }
    match node {
        Node::Hole(_) => None,
        Node::Element(Element::Paragraph, children) => {
            inline(children, nothing).map(|children| Node::Element(Element::Paragraph, children))
        }
        Node::Element(element @ Element::Heading { .. }, children) => {
            inline(children, nothing).map(|children| Node::Element(element.clone(), children))
        }
        // A cell keeps its place in the table, empty.
        Node::Element(Element::TableCell, children) => {
            Some(Node::Element(Element::TableCell, inline(children, nothing).unwrap_or_default()))
        }
        Node::Element(Element::Item, children) => item(children, nothing),
        Node::Element(Element::Table(columns), rows) => table(columns, rows, nothing),
        Node::Element(element, children) => {
            let children: Vec<Node> = children.iter().filter_map(|child| keep(child, nothing)).collect();
            (!children.is_empty()).then(|| Node::Element(element.clone(), children))
        }
        other => Some(other.clone()),
    }
}

/// A list's item: the words of a tight one are a paragraph without its marks.
fn item(children: &[Node], nothing: &Nothing) -> Option<Node> {
    let mut out = Vec::new();
    let mut words: Vec<Node> = Vec::new();
    let flush = |words: &mut Vec<Node>, out: &mut Vec<Node>| {
        if !words.is_empty() {
            out.extend(inline(words, nothing).unwrap_or_default());
            words.clear();
        }
    };
    for child in children {
        if is_block(child) {
            flush(&mut words, &mut out);
            out.extend(keep(child, nothing));
        } else {
            words.push(child.clone());
        }
    }
    flush(&mut words, &mut out);
    (!out.is_empty()).then_some(Node::Element(Element::Item, out))
}

fn is_block(node: &Node) -> bool {
    match node {
        Node::Element(element, _) => !matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough),
        Node::Rule | Node::CodeBlock(_) => true,
        Node::Hole(hole) => hole.block,
        _ => false,
    }
}

/// A table without the rows that have nothing but empty cells left; none where no row is left.
fn table(columns: &[crate::model::text::Align], rows: &[Node], nothing: &Nothing) -> Option<Node> {
    let is_blank = |row: &Node| row.children().iter().all(|cell| cell.children().is_empty());
    let mut out = Vec::new();
    let mut body = 0;
    for row in rows {
        let Some(kept) = keep(row, nothing) else { continue };
        let head = matches!(row, Node::Element(Element::TableHead, _));
        if head || !is_blank(&kept) || is_blank(row) {
            body += usize::from(!head);
            out.push(kept);
        }
    }
    (body > 0).then(|| Node::Element(Element::Table(columns.to_vec()), out))
}

/// What is left of a sentence's nodes. A placeholder in brackets goes with them; any other takes the sentence's
/// whole paragraph along: `None`.
fn inline(children: &[Node], nothing: &Nothing) -> Option<Vec<Node>> {
    let mut nodes = children.to_vec();
    while let Some(at) = nodes.iter().position(|node| touches(node, nothing)) {
        match &nodes[at] {
            Node::Hole(_) => take_brackets(&mut nodes, at)?,
            Node::Link(Link { target: Target::Hole(_), .. }) => take_brackets(&mut nodes, at)?,
            Node::Element(element, inner) => {
                let (element, inner) = (element.clone(), inline(inner, nothing)?);
                if inner.is_empty() {
                    nodes.remove(at);
                } else {
                    nodes[at] = Node::Element(element, inner);
                }
            }
            _ => return None,
        }
    }
    let blank = nodes.iter().all(|node| match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::SoftBreak | Node::HardBreak => true,
        _ => false,
    });
    (!blank).then_some(nodes)
}

/// Takes out the node at `at` together with the brackets round it. `None` where it stands in none.
fn take_brackets(nodes: &mut Vec<Node>, at: usize) -> Option<()> {
    let open = (0..at).rev().find_map(|i| match &nodes[i] {
        Node::Text(text) => bracket_open(text).map(|byte| (i, byte)),
        _ => None,
    })?;
    let close = (at + 1..nodes.len()).find_map(|i| match &nodes[i] {
        Node::Text(text) => bracket_close(text).map(|byte| (i, byte)),
        _ => None,
    })?;
    let (Node::Text(first), Node::Text(last)) = (&nodes[open.0], &nodes[close.0]) else { return None };
    let before = first[..open.1].trim_end().to_owned();
    let after = last[close.1 + 1..].to_owned();
    nodes.splice(open.0..=close.0, [Node::Text(before + &after)]);
    Some(())
}

/// The last bracket that is still open at the end of a text.
fn bracket_open(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' if depth == 0 => return Some(at),
            '(' | '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first bracket that closes one opened before a text.
fn bracket_close(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' if depth == 0 => return Some(at),
            ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

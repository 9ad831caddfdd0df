//! JSON with its fields in the order in which Telegram writes them.

/// A value. A field of an object that is [`Node::Absent`] is left out.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Absent,
    /// JSON already.
    Json(String),
    List(Vec<Node>),
    Object(Vec<(&'static str, Node)>),
}

impl Node {
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Absent => out.push_str("null"),
            Self::Json(text) => out.push_str(text),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                let there = fields
                    .iter()
                    .filter(|(_, value)| !matches!(value, Self::Absent));
                for (place, (name, value)) in there.enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    out.push('"');
                    out.push_str(name);
                    out.push_str("\":");
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// With more fields, where it is an object.
    pub(super) fn with(mut self, more: impl IntoIterator<Item = (&'static str, Node)>) -> Self {
        if let Self::Object(fields) = &mut self {
            fields.extend(more);
        }
        self
    }
}

macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => {
        $crate::domain::compose::node::Node::Object(vec![
            $(($name, $crate::domain::compose::node::Node::from($value))),*
        ])
    };
}
pub(super) use object;

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Json(serde_json::Value::from(text).to_string())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for Node {
    fn from(number: i64) -> Self {
        Self::Json(number.to_string())
    }
}

impl From<f64> for Node {
    fn from(number: f64) -> Self {
        Self::Json(serde_json::Value::from(number).to_string())
    }
}

impl From<bool> for Node {
    fn from(yes: bool) -> Self {
        Self::Json(yes.to_string())
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Self {
        Self::List(items)
    }
}

impl<T: Into<Node>> From<Option<T>> for Node {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

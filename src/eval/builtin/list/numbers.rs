//! Lists of numbers, and what they come to.

use std::cmp::Ordering;

use super::super::arguments::{MOST_REPEATS, number, numbers};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use crate::base::Number;
use crate::eval::kind::Kind;

const LIST: &[Kind] = &[Kind::LIST];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "Avg",
        LIST,
        Kind::NUMBER,
        "The mean of the numbers of a list that is not empty.",
        "([1, 2, 3, 4]) = 2.5",
        |args| {
            let items = numbers(args, 0)?;
            if items.is_empty() {
                return Err(Fault::new("empty list"));
            }
            let count = Number::Int(items.len().into());
            Ok(sum(&items)?.div(&count)?.integral().into())
        },
    )
    .of(Kind::NUMBER),
    plain(
        "Max",
        LIST,
        Kind::NUMBER,
        "The largest number of a list that is not empty.",
        "([1, 3.5, 2]) = 3.5",
        |args| best(&numbers(args, 0)?, Ordering::Greater),
    )
    .of(Kind::NUMBER),
    plain(
        "Min",
        LIST,
        Kind::NUMBER,
        "The smallest number of a list that is not empty.",
        "([3, 1.0, 2]) = 1",
        |args| best(&numbers(args, 0)?, Ordering::Less),
    )
    .of(Kind::NUMBER),
    plain(
        "Product",
        LIST,
        Kind::NUMBER,
        "The product of the numbers of a list; 1 of none.",
        "([2, 3, 0.5]) = 3",
        |args| {
            let mut product = Number::from(1);
            for item in numbers(args, 0)? {
                product = product.mul(item)?;
            }
            Ok(product.integral().into())
        },
    )
    .of(Kind::NUMBER),
    plain(
        "Sum",
        LIST,
        Kind::NUMBER,
        "The sum of the numbers of a list; 0 of none.",
        "([0.1, 0.2, 3]) = 3.3",
        |args| Ok(sum(&numbers(args, 0)?)?.integral().into()),
    )
    .of(Kind::NUMBER),
    plain(
        "Range",
        &[Kind::NUMBER, Kind::NUMBER, Kind::NUMBER],
        Kind::LIST,
        "The numbers from a start up to, but without, a limit, in steps.",
        "(0, 5, 2) = [0, 2, 4]",
        range,
    ),
];

/// The first of the numbers that no other is `order` to.
fn best(items: &[&Number], order: Ordering) -> Result<Data, Fault> {
    let (first, rest) = items.split_first().ok_or_else(|| Fault::new("empty list"))?;
    let mut best = *first;
    for &item in rest {
        best = if item.compare(best) == order { item } else { best };
    }
    Ok(best.clone().integral().into())
}

fn sum(items: &[&Number]) -> Result<Number, Fault> {
    let mut sum = Number::from(0);
    for item in items {
        sum = sum.add(item)?;
    }
    Ok(sum)
}

fn range(args: &[Data]) -> Result<Data, Fault> {
    let (start, limit, step) = (number(args, 0)?, number(args, 1)?, number(args, 2)?);
    if step.is_zero() {
        return Err(Fault::new("step must be non zero"));
    }
    let down = step.is_negative();
    let order = start.compare(limit);
    if !down && order.is_gt() {
        return Err(Fault::new("end must be greater than start when step is positive"));
    }
    if down && order.is_lt() {
        return Err(Fault::new("end must be less than start when step is negative"));
    }
    let mut numbers = Vec::new();
    let mut next = start.clone();
    while if down { next.compare(limit).is_gt() } else { next.compare(limit).is_lt() } {
        if numbers.len() as i64 >= MOST_REPEATS {
            return Err(Fault::new(format!("more than {MOST_REPEATS} numbers in the range")));
        }
        numbers.push(Data::from(next.clone().integral()));
        next = next.add(step)?;
    }
    Ok(Data::List(numbers))
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn ranges() {
        check("list.Range", "5, 0, -2", "[5, 3, 1]");
        check("list.Range", "0, 2, 0.5", "[0, 0.5, 1, 1.5]");
        check("list.Range", "1, 1, 1", "[]");
        check("list.Range", "0, 1, 0", "error: step must be non zero");
        check("list.Range", "1, 0, 1", {
            "error: end must be greater than start when step is positive"
        });
        check("list.Range", "0, 1, -1", {
            "error: end must be less than start when step is negative"
        });
        check("list.Range", "0, 1e99, 1", "error: more than 1000000 numbers in the range");
    }

    #[test]
    fn empty_lists() {
        check("list.Avg", "[]", "error: empty list");
        check("list.Max", "[]", "error: empty list");
        check("list.Sum", "[]", "0");
        check("list.Product", "[]", "1");
    }

    #[test]
    fn elements_of_other_kinds() {
        check("list.Sum", r#"[1, "a"]"#, {
            "error: invalid list element 1 in argument 0 to call: \
             cannot use value \"a\" (string) as number"
        });
    }
}

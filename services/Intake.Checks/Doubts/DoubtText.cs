namespace RebateFlow.Intake.Checks.Doubts;

/// <summary>
/// A text of the catalogue with the placeholders {declared}, {expected} and {place}. What stands in
/// brackets is said only when all its placeholders have values, so that no text claims what is not
/// known; what follows a bar within them is said otherwise. Filled in one pass, so braces and
/// brackets within a declared value stay what they are.
/// </summary>
/// <example>Nothing of {declared} is left[; it was used by {expected}]</example>
/// <example>[The rate is outside {expected}|No rate is known]</example>
public sealed class DoubtText
{
    private readonly Piece[] _pieces;

    /// <summary>
    /// Whether a text holds no placeholders but those that are filled, and whole brackets only.
    /// </summary>
    public static bool IsValid(string text) => Read(text) is not null;

    /// <summary>Splits a text at its placeholders and brackets.</summary>
    public DoubtText(string text) =>
        _pieces =
            Read(text) ?? throw new InvalidOperationException($"Not a text of a doubt: {text}");

    /// <summary>The text with its values.</summary>
    public string Fill(string declared, string expected, string place)
    {
        if (_pieces.Length == 1)
            return _pieces[0].Text;
        var known =
            (declared.Length > 0 ? Values.Declared : Values.None)
            | (expected.Length > 0 ? Values.Expected : Values.None)
            | (place.Length > 0 ? Values.Place : Values.None);
        var filled = new string[_pieces.Length];
        for (var i = 0; i < filled.Length; i++)
        {
            var piece = _pieces[i];
            filled[i] =
                piece.Needs != Values.None && known.HasFlag(piece.Needs) == piece.IsElse ? ""
                : piece.Value == Values.Declared ? declared
                : piece.Value == Values.Expected ? expected
                : piece.Value == Values.Place ? place
                : piece.Text;
        }
        return string.Concat(filled);
    }

    private static Piece[]? Read(string text)
    {
        var pieces = new List<Piece>();
        var rest = text;
        while (rest.IndexOf('[', StringComparison.Ordinal) is var open and >= 0)
        {
            var close = rest.IndexOf(']', StringComparison.Ordinal);
            if (close < open || !TryAdd(pieces, rest[..open]))
                return null;
            var said = rest[(open + 1)..close].Split('|');
            var first = pieces.Count;
            if (said.Length > 2 || !TryAdd(pieces, said[0]))
                return null;
            var second = pieces.Count;
            var needs = Values.None;
            foreach (var piece in pieces.Skip(first))
                needs |= piece.Value;
            if (needs == Values.None || (said.Length == 2 && !TryAdd(pieces, said[1])))
                return null;
            for (var i = first; i < pieces.Count; i++)
                pieces[i] = pieces[i] with { Needs = needs, IsElse = i >= second };
            rest = rest[(close + 1)..];
        }
        return TryAdd(pieces, rest) ? [.. pieces] : null;
    }

    /// <summary>Adds a text without brackets.</summary>
    private static bool TryAdd(List<Piece> pieces, string text)
    {
        if (text.AsSpan().ContainsAny('[', ']'))
            return false;
        while (text.IndexOf('{', StringComparison.Ordinal) is var open and >= 0)
        {
            var close = text.IndexOf('}', StringComparison.Ordinal);
            var value =
                close < open
                    ? Values.None
                    : text[(open + 1)..close] switch
                    {
                        "declared" => Values.Declared,
                        "expected" => Values.Expected,
                        "place" => Values.Place,
                        _ => Values.None,
                    };
            if (value == Values.None)
                return false;
            pieces.Add(new Piece(text[..open]));
            pieces.Add(new Piece("") { Value = value });
            text = text[(close + 1)..];
        }
        pieces.Add(new Piece(text));
        return true;
    }

    [Flags]
    private enum Values
    {
        None = 0,
        Declared = 1,
        Expected = 2,
        Place = 4,
    }

    private readonly record struct Piece(string Text)
    {
        /// <summary>What is written instead of the text.</summary>
        public Values Value { get; init; }

        /// <summary>Values of the brackets it stands in; none outside.</summary>
        public Values Needs { get; init; }

        /// <summary>Whether it is said when one of them is missing.</summary>
        public bool IsElse { get; init; }
    }
}

namespace RebateFlow.Intake.Checks.Doubts;

/// <summary>
/// A text of the catalogue with the placeholders {declared}, {expected} and {place}. Filled in one
/// pass, so braces within a declared value stay what they are.
/// </summary>
public sealed class DoubtText
{
    private readonly string[] _parts;

    /// <summary>Whether a text holds no placeholders but those that are filled.</summary>
    public static bool IsValid(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            if (
                close < open
                || rest[(open + 1)..close] is not ("declared" or "expected" or "place")
            )
                return false;
            rest = rest[(close + 1)..];
        }
        return true;
    }

    /// <summary>Splits a text at its placeholders.</summary>
    public DoubtText(string text)
    {
        var parts = new List<string>();
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            var name = close > open ? rest[(open + 1)..close] : default;
            if (name is not ("declared" or "expected" or "place"))
                throw new InvalidOperationException($"Unknown placeholder in the text: {text}");
            parts.Add(rest[..open].ToString());
            parts.Add(name.ToString());
            rest = rest[(close + 1)..];
        }
        parts.Add(rest.ToString());
        _parts = [.. parts];
    }

    /// <summary>The text with its values.</summary>
    public string Fill(string declared, string expected, string place)
    {
        if (_parts.Length == 1)
            return _parts[0];
        var filled = new string[_parts.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            filled[i] =
                i % 2 == 0 ? _parts[i]
                : _parts[i] == "declared" ? declared
                : _parts[i] == "expected" ? expected
                : place;
        }
        return string.Concat(filled);
    }
}

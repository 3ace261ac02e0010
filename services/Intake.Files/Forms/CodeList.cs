using RebateFlow.Primitives;

namespace RebateFlow.Intake.Files.Forms;

/// <summary>A code with its names.</summary>
public sealed record Code(string Value, string Zh, string En);

/// <summary>Codes that a column offers in a drop-down.</summary>
/// <param name="Zh">Chinese heading on the sheet of codes.</param>
/// <param name="En">English heading.</param>
/// <param name="Codes">In the order of the drop-down.</param>
/// <param name="IsClosed">Whether anything else is refused.</param>
public sealed record CodeList(string Zh, string En, IReadOnlyList<Code> Codes, bool IsClosed)
{
    /// <summary>Whether the drop-down offers Chinese names rather than codes.</summary>
    public bool OffersNames { get; init; }

    /// <summary>The code of a text, which may be the code or one of its names.</summary>
    public string? Find(string text)
    {
        var wanted = CodeText.Normalize(text);
        foreach (var code in Codes)
        {
            if (
                code.Value == wanted
                || CodeText.Normalize(code.Zh) == wanted
                || CodeText.Normalize(code.En) == wanted
            )
                return code.Value;
        }
        return null;
    }

    /// <summary>What the drop-down offers for a code.</summary>
    public string Offer(Code code) => OffersNames ? code.Zh : code.Value;

    /// <summary>What a cell shows for a stored value.</summary>
    public string Show(string value) =>
        OffersNames && Codes.FirstOrDefault(code => code.Value == value) is { } known
            ? known.Zh
            : value;
}

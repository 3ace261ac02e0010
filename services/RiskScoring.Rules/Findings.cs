namespace RebateFlow.RiskScoring.Rules;

/// <summary>
/// Collects the places where a rule found something: all are counted, the first five are told. A
/// filing of 50,000 bad lines costs no more text than one of five.
/// </summary>
public sealed class Findings
{
    private const int MostTold = 5;
    private List<string>? zh;
    private List<string>? en;

    /// <summary>Places found, 0 or more.</summary>
    public int Count { get; private set; }

    /// <summary>The places, Chinese; empty when there are none.</summary>
    public string Zh => Join(zh, "；", $"；共 {Count} 处");

    /// <summary>The places, English; empty when there are none.</summary>
    public string En => Join(en, "; ", $"; {Count} in all");

    /// <summary>
    /// Counts a place. True asks for its text; false means that enough are told already.
    /// </summary>
    public bool CountOne() => ++Count <= MostTold;

    /// <summary>Tells a place that was just counted, in both languages.</summary>
    public void Tell(FormattableString textZh, FormattableString textEn)
    {
        (zh ??= []).Add(FormattableString.Invariant(textZh));
        (en ??= []).Add(FormattableString.Invariant(textEn));
    }

    /// <summary>Counts a place whose text is the same in both languages, such as a code.</summary>
    public void Add(string text)
    {
        if (!CountOne())
            return;
        (zh ??= []).Add(text);
        (en ??= []).Add(text);
    }

    private string Join(List<string>? texts, string separator, string rest) =>
        texts is null ? "" : string.Join(separator, texts) + (Count > MostTold ? rest : "");
}

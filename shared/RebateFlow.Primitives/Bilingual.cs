namespace RebateFlow.Primitives;

/// <summary>A text for people in both languages.</summary>
public sealed record Bilingual(string Zh, string En)
{
    /// <summary>The text in Chinese or in English.</summary>
    public string In(bool chinese) => chinese ? Zh : En;
}

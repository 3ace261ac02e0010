namespace RebateFlow.Approval.Casework;

/// <summary>A text for people in both languages.</summary>
public sealed record Bilingual(string Zh, string En)
{
    public string In(bool chinese) => chinese ? Zh : En;
}

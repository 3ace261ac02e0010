namespace RebateFlow.RiskScoring.Rules.Names;

/// <summary>Why two names count as the same, or less so. Several may hold at once.</summary>
[Flags]
public enum NameReasons
{
    /// <summary>Nothing to say: the names are equal as written.</summary>
    None = 0,

    /// <summary>Written another way: width, case, blanks, punctuation, traditional.</summary>
    Written = 1,

    /// <summary>Only one of them names a region.</summary>
    RegionMissing = 2,

    /// <summary>They name different regions.</summary>
    RegionConflict = 4,

    /// <summary>Another legal form, or none.</summary>
    FormDiffers = 8,

    /// <summary>One is a branch of the other.</summary>
    Branch = 16,

    /// <summary>Only one of them calls itself a group.</summary>
    Group = 32,

    /// <summary>The same parts in another order.</summary>
    PartsSwapped = 64,

    /// <summary>A character for another one of the same sound.</summary>
    Homophone = 128,

    /// <summary>A character for another one that looks alike.</summary>
    LookAlike = 256,

    /// <summary>Two neighbouring characters in the wrong order.</summary>
    Transposed = 512,

    /// <summary>A character too few or too many.</summary>
    CharacterMissing = 1024,

    /// <summary>Different names.</summary>
    Different = 2048,

    /// <summary>The name is an alias of the entry.</summary>
    Alias = 4096,

    /// <summary>A wrong character that breaks a word of a trade.</summary>
    Replaced = 8192,

    /// <summary>A character for one of nearly the same sound: zh and z, n and l.</summary>
    NearSound = 16384,
}

/// <summary>A score with its reasons.</summary>
/// <param name="Score">0 (different) to 100 (the same).</param>
public readonly record struct NameScore(int Score, NameReasons Reasons);

/// <summary>What the reasons are called.</summary>
public static class NameReasonTexts
{
    private static readonly (NameReasons Reason, string Code, string Zh, string En)[] all =
    [
        (NameReasons.Written, "WRITTEN", "写法不同", "written another way"),
        (NameReasons.RegionMissing, "REGION_MISSING", "一方无行政区划", "one names no region"),
        (NameReasons.RegionConflict, "REGION_CONFLICT", "行政区划不同", "different regions"),
        (NameReasons.FormDiffers, "FORM_DIFFERS", "组织形式不同", "another legal form"),
        (NameReasons.Branch, "BRANCH", "分支机构", "a branch"),
        (NameReasons.Group, "GROUP", "一方为集团", "one is a group"),
        (NameReasons.PartsSwapped, "PARTS_SWAPPED", "次序不同", "parts in another order"),
        (NameReasons.Homophone, "HOMOPHONE", "同音字", "a character of the same sound"),
        (NameReasons.NearSound, "NEAR_SOUND", "近音字", "nearly the same sound"),
        (NameReasons.LookAlike, "LOOK_ALIKE", "形近字", "a character that looks alike"),
        (NameReasons.Transposed, "TRANSPOSED", "相邻字颠倒", "neighbours swapped"),
        (
            NameReasons.CharacterMissing,
            "CHARACTER_MISSING",
            "多字或漏字",
            "a character more or less"
        ),
        (NameReasons.Replaced, "REPLACED", "错字", "a wrong character"),
        (NameReasons.Different, "DIFFERENT", "名称不同", "different names"),
        (NameReasons.Alias, "ALIAS", "别名", "an alias"),
    ];

    /// <summary>The texts of some codes; "the same" when there is nothing to say.</summary>
    public static (string Zh, string En) Join(IReadOnlyList<string> codes)
    {
        var known = Array.FindAll(all, one => codes.Contains(one.Code));
        return known.Length == 0
            ? ("相同", "the same")
            : (
                string.Join("、", known.Select(one => one.Zh)),
                string.Join(", ", known.Select(one => one.En))
            );
    }

    /// <summary>Code and texts of each reason that holds.</summary>
    public static IEnumerable<(string Code, string Zh, string En)> Of(NameReasons reasons) =>
        all.Where(one => reasons.HasFlag(one.Reason)).Select(one => (one.Code, one.Zh, one.En));
}

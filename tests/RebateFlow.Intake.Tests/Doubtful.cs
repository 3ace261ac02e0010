using RebateFlow.Intake.Checks.Doubts;

namespace RebateFlow.Intake.Tests;

/// <summary>What a test expects of the doubts of a scene.</summary>
internal static class Doubtful
{
    /// <summary>The scene raises a code, once, and nothing else. Gives the doubt.</summary>
    public static Doubt OnlyRaises(this Scene scene, string code)
    {
        var doubt = Assert.Single(scene.Run().Doubts);
        Assert.Equal(code, doubt.Code);
        AssertTold(doubt);
        return doubt;
    }

    /// <summary>
    /// The scene raises a code, perhaps among others. Gives the first such doubt.
    /// </summary>
    public static Doubt Raises(this Scene scene, string code)
    {
        var doubts = scene.Run().Doubts;
        Assert.Contains(code, doubts.Select(d => d.Code));
        var doubt = doubts.First(d => d.Code == code);
        AssertTold(doubt);
        return doubt;
    }

    /// <summary>The scene does not raise a code.</summary>
    public static void DoesNotRaise(this Scene scene, string code) =>
        Assert.DoesNotContain(code, scene.Codes());

    /// <summary>The scene raises nothing.</summary>
    public static void IsClean(this Scene scene) => Assert.Empty(scene.Codes());

    /// <summary>Place, field and values of a doubt.</summary>
    public static void Is(
        this Doubt doubt,
        string form,
        string place,
        string field,
        string declared,
        string expected
    ) =>
        Assert.Equal(
            (form, place, field, declared, expected),
            (doubt.Form, doubt.Place, doubt.Field, doubt.Declared, doubt.Expected)
        );

    private static void AssertTold(Doubt doubt)
    {
        Assert.NotEmpty(doubt.TextZh);
        Assert.NotEmpty(doubt.TextEn);
        Assert.NotEmpty(doubt.RemedyZh);
        Assert.NotEmpty(doubt.RemedyEn);
        Assert.DoesNotContain("{", doubt.TextZh + doubt.TextEn, StringComparison.Ordinal);
    }
}

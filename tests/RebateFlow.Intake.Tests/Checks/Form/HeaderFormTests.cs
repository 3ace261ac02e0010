namespace RebateFlow.Intake.Tests.Checks.Form;

public sealed class HeaderFormTests
{
    /// <summary>
    /// A legal code of the early pilot, whose check character GB 32100 does not compute.
    /// </summary>
    private const string PilotCode = "91350100M0001TGQXM";

    [Fact]
    public void F001_warns_of_a_check_character_and_an_officer_may_pass_it()
    {
        var doubt = Declaring(PilotCode).Raises("F001");
        doubt.Is("header", "", "uscc", PilotCode, "1");
        Declaring(PilotCode).DoesNotRaise("F017");
    }

    [Fact]
    public void F001_is_silent_about_a_code_pasted_in_lower_case_and_full_width() =>
        Declaring("９１120116ma90dem10t").IsClean();

    [Theory]
    [InlineData("9112011SMA90DEM10T")]
    [InlineData("91120116MA90DEM10")]
    [InlineData("")]
    public void F017_refuses_a_code_of_another_alphabet_or_length(string code)
    {
        Declaring(code).Raises("F017").Is("header", "", "uscc", code, "GB 32100-2015, 18");
        Declaring(code).DoesNotRaise("F001");
    }

    [Theory]
    [InlineData("202613")]
    [InlineData("2026-3")]
    public void F002_refuses_what_is_no_month(string period) =>
        Scene
            .Er()
            .With(f => f with { Period = period })
            .OnlyRaises("F002")
            .Is("header", "", "period", period, "yyyyMM");

    [Fact]
    public void F003_refuses_a_batch_that_is_in_use()
    {
        Scene
            .Er()
            .WithInfo(i => i with { BatchInUse = true })
            .OnlyRaises("F003")
            .Is("header", "", "batchNo", "1", "202603");
        Scene.Er().DoesNotRaise("F003");
    }

    private static Scene Declaring(string uscc) => Scene.Er().With(f => f with { Uscc = uscc });
}

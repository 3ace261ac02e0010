using RebateFlow.Approval.Channels;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Tests.Channels;

public sealed class ConditionTextsTests
{
    [Fact]
    public void Every_condition_has_a_text_in_both_languages_and_no_text_is_left_over()
    {
        Assert.Equal(
            ChannelDecision.Codes.Order(StringComparer.Ordinal),
            ConditionTexts.Codes.Order(StringComparer.Ordinal)
        );
        Assert.All(ChannelDecision.Codes, code => Assert.NotEmpty(ConditionTexts.Of(code).Zh));
        Assert.All(
            ChannelDecision.Codes,
            code => Assert.NotEqual(ConditionTexts.Of(code).Zh, ConditionTexts.Of(code).En)
        );
    }

    [Fact]
    public void A_code_that_is_not_known_any_more_is_its_own_text() =>
        Assert.Equal(new("OLD_CONDITION", "OLD_CONDITION"), ConditionTexts.Of("OLD_CONDITION"));

    public static TheoryData<ConditionValue?, string, string> Values() =>
        new()
        {
            { null, "", "" },
            { new ConditionValue.Money(6_000_000.5m), "6000000.50", "6000000.50" },
            { new ConditionValue.Number(2), "2", "2" },
            { new ConditionValue.Percent(1.999999m), "1.999999", "1.999999" },
            { new ConditionValue.Grade(RiskGrade.High), "HIGH", "HIGH" },
            { new ConditionValue.Doubt(DoubtLevel.Note), "NOTE", "NOTE" },
            { new ConditionValue.Effects(["LETTER", "HOLD"]), "LETTER, HOLD", "LETTER, HOLD" },
            { new ConditionValue.Day(new(2026, 11, 25)), "2026-11-25", "2026-11-25" },
            { new ConditionValue.Days(new(2026, 1, 1), null), "2026-01-01/..", "2026-01-01/.." },
            {
                new ConditionValue.Days(new(2026, 1, 1), new(2026, 6, 30)),
                "2026-01-01/2026-06-30",
                "2026-01-01/2026-06-30"
            },
            { new ConditionValue.Flag(true), "是", "yes" },
            { new ConditionValue.Flag(false), "否", "no" },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_in_the_readers_language(
        ConditionValue? value,
        string zh,
        string en
    )
    {
        Assert.Equal(zh, ConditionTexts.Of(value, chinese: true));
        Assert.Equal(en, ConditionTexts.Of(value, chinese: false));
    }

    [Fact]
    public void Every_type_of_value_can_be_written() =>
        Assert.Equal(
            typeof(ConditionValue).GetNestedTypes().ToHashSet(),
            Values().Select(row => row.Data.Item1?.GetType()).OfType<Type>().ToHashSet()
        );
}

using RebateFlow.Intake.Enterprises;

namespace RebateFlow.Intake.Tests.Enterprises;

public sealed class ClassRulesTests
{
    private static readonly DateOnly Today = new(2026, 4, 10);

    private static readonly EnterpriseFacts Facts = new()
    {
        Kind = "PE",
        AeoStatus = "ORDINARY",
        FirstDeclaredOn = new DateOnly(2015, 6, 1),
        Suspended = false,
        FormerClass = 2,
        FormerSince = new DateOnly(2020, 1, 1),
    };

    [Theory]
    [InlineData("PE", 1, 18)]
    [InlineData("FT", 1, 20)]
    [InlineData("PE", 2, 13)]
    public void The_checklist_has_the_criteria_of_kind_class_and_day(
        string kind,
        int enterpriseClass,
        int count
    )
    {
        var criteria = ClassCriteria.Embedded.For(kind, enterpriseClass, Today);

        Assert.Equal(count, criteria.Count);
        Assert.Equal(count, criteria.Select(criterion => criterion.Code).Distinct().Count());
        Assert.All(criteria, criterion => Assert.NotEmpty(criterion.TextEn + criterion.TextZh));
    }

    [Fact]
    public void A_criterion_changes_by_date_without_a_build()
    {
        Assert.DoesNotContain("60%", NetAssetsOn(new DateOnly(2016, 8, 31)).TextEn);
        Assert.Contains("60%", NetAssetsOn(new DateOnly(2016, 9, 1)).TextEn);
        var fed = NetAssetsOn(Today) with { TextEn = "70%", ValidFrom = new DateOnly(2026, 4, 1) };
        var criteria = ClassCriteria.Embedded.With([fed]).For("PE", 1, Today);
        Assert.Contains(criteria, criterion => criterion.TextEn == "70%");
        Assert.Equal(18, criteria.Count);
    }

    [Fact]
    public void Class_1_needs_every_criterion_and_no_case_of_class_3_or_4()
    {
        Assert.Empty(Rules(1).Objections(Request(1)));
        Assert.Equal(
            "answers[C1-CAPACITY]",
            Assert.Single(Rules(1).Objections(Request(1, "C1-CAPACITY"))).Field
        );
        Assert.Equal(
            "answers[C4-TAX-CREDIT]",
            Assert.Single(Rules(1).Objections(Request(1, "C4-TAX-CREDIT"))).Field
        );
    }

    [Fact]
    public void Class_3_and_4_need_a_case_and_class_2_is_what_has_none()
    {
        Assert.NotEmpty(Rules(3).Objections(Request(3)));
        Assert.Empty(Rules(3).Objections(Request(3, "C3-TAX-CREDIT")));
        Assert.NotEmpty(Rules(3).Objections(Request(3, "C3-TAX-CREDIT", "C4-TAX-CREDIT")));
        Assert.Empty(Rules(4).Objections(Request(4, "C3-TAX-CREDIT", "C4-TAX-CREDIT")));
        Assert.NotEmpty(Rules(2).Objections(Request(2, "C3-TAX-CREDIT")));
        Assert.Empty(Rules(2).Objections(Request(2)));
    }

    [Fact]
    public void Upwards_goes_one_class_at_a_time_and_downwards_any()
    {
        var third = Facts with { FormerClass = 3 };
        Assert.NotEmpty((Rules(1) with { Facts = third }).Objections(Request(1)));
        Assert.Empty((Rules(2) with { Facts = third }).Objections(Request(2)));
        var first = Facts with { FormerClass = 1 };
        Assert.Empty((Rules(4) with { Facts = first }).Objections(Request(4, "C4-FX-CLASS-C")));
    }

    [Fact]
    public void Class_4_holds_its_months_unless_the_tax_credit_was_repaired()
    {
        var fourth = Facts with { FormerClass = 4, FormerSince = new DateOnly(2025, 4, 11) };
        var request = Request(3, "C3-TAX-CREDIT");

        Assert.Single((Rules(3) with { Facts = fourth }).Objections(request));
        Assert.Empty(
            (Rules(3) with { Facts = fourth }).Objections(request with { IsCreditRepaired = true })
        );
        Assert.Empty(
            (
                Rules(3) with
                {
                    Facts = fourth with { FormerSince = new DateOnly(2025, 4, 10) },
                }
            ).Objections(request)
        );
    }

    [Fact]
    public void Every_criterion_is_answered_as_the_register_has_it()
    {
        Assert.Empty(Rules(2).FormFaults(Request(2)));
        Assert.NotEmpty(
            Rules(2).FormFaults(Request(2) with { Answers = [.. Request(2).Answers.Skip(1)] })
        );
        var young = Facts with { FirstDeclaredOn = new DateOnly(2025, 4, 11) };
        Assert.Contains(
            (Rules(2) with { Facts = young }).FormFaults(Request(2)),
            fault => fault.Field.EndsWith("isMet", StringComparison.Ordinal)
        );
        var note = Rules(4).FormFaults(Request(4, "C4-PROVINCE"));
        Assert.EndsWith("note", Assert.Single(note).Field, StringComparison.Ordinal);
        Assert.Contains(
            Rules(2).FormFaults(Request(2) with { ValidFrom = Today.AddDays(-1), Reason = " " }),
            fault => fault.Field == "validFrom"
        );
    }

    private static ClassRules Rules(int enterpriseClass) =>
        new(Facts, ClassCriteria.Embedded.For("PE", enterpriseClass, Today), Today, 12);

    /// <summary>A right request, but for the answers that are the other way round.</summary>
    private static ClassRequest Request(int enterpriseClass, params string[] turned) =>
        new()
        {
            EnterpriseClass = enterpriseClass,
            ValidFrom = Today,
            Reason = "年度评定",
            Answers =
            [
                .. ClassCriteria
                    .Embedded.For("PE", enterpriseClass, Today)
                    .Select(criterion => new ClassAnswer
                    {
                        Criterion = criterion.Code,
                        IsMet = (criterion.Logic == "MUST") != turned.Contains(criterion.Code),
                    }),
            ],
        };

    private static ClassCriterion NetAssetsOn(DateOnly day) =>
        ClassCriteria.Embedded.For("PE", 1, day).Single(one => one.Code == "C1-NET-ASSETS");
}

using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class EnterpriseRulesTests
{
    [Fact]
    public void R310_refuses_an_enterprise_that_is_not_registered()
    {
        Scene
            .Er()
            .WithInfo(i => i with { Enterprise = null })
            .OnlyRaises("R310")
            .Is("header", "", "uscc", Samples.Declarant, "");
        Scene.Er().WithEnterprise(e => e with { RegisteredOn = null }).OnlyRaises("R310");
        Scene
            .Er()
            .WithEnterprise(e => e with { RegisteredOn = Samples.Today.AddDays(1) })
            .OnlyRaises("R310");
        Scene.Er().WithEnterprise(e => e with { RegisteredOn = Samples.Today }).IsClean();
    }

    [Fact]
    public void R311_refuses_an_enterprise_whose_right_is_suspended()
    {
        Scene.Er().WithEnterprise(e => e with { Suspended = true }).OnlyRaises("R311");
        Scene.Er().DoesNotRaise("R311");
    }

    [Fact]
    public void R321_refuses_the_method_of_the_other_kind()
    {
        Scene
            .Er()
            .WithEnterprise(e => e with { Kind = EnterpriseKind.Pe })
            .OnlyRaises("R321")
            .Is("header", "", "method", "ER", "PE");
        Scene
            .Ecr()
            .WithEnterprise(e => e with { Kind = EnterpriseKind.Ft })
            .OnlyRaises("R321")
            .Is("header", "", "method", "ECR", "FT");
        Scene.Er().WithEnterprise(e => e with { Kind = EnterpriseKind.Cs }).IsClean();
        Scene
            .Ecr()
            .WithEnterprise(e => e with { Kind = EnterpriseKind.Cs })
            .OnlyRaises("R321")
            .Is("header", "", "method", "ECR", "CS");
    }
}

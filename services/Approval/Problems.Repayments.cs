using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval;

/// <summary>Refusals about what exporters owe back.</summary>
public static partial class Problems
{
    public static readonly ProblemCode PrerequisiteUnmet = new(
        "RBF-3090",
        409,
        "本案冲减或所依据的申报尚未按申报时的数额核准；先办理该案，或退回企业重新比对",
        "What it takes back or stands on is not approved as it was when this was checked: decide "
            + "that case first, or return this one so that it is checked again"
    );

    public static readonly ProblemCode NoSuchRepayment = new(
        "RBF-3091",
        404,
        "该企业没有应缴回税款的台账",
        "There is no repayment ledger of this exporter"
    );

    public static readonly ProblemCode NoSuchPayment = new(
        "RBF-3092",
        404,
        "没有这一笔缴款",
        "There is no such payment"
    );

    public static readonly ProblemCode PaymentClosed = new(
        "RBF-3093",
        409,
        "该笔缴款已确认或已作废",
        "The payment was confirmed or cancelled before"
    );

    public static readonly ProblemCode PaymentTooLarge = new(
        "RBF-3094",
        409,
        "缴款超过尚未缴回的余额（含待确认的缴款）",
        "The payment is above what is owed, payments that wait for confirmation included"
    );

    public static readonly ProblemCode PaymentSamePerson = new(
        "RBF-3095",
        403,
        "登记缴款的人不得确认该笔缴款",
        "Whoever noted a payment does not confirm it"
    );

    public static readonly ProblemCode PaymentReferenceTaken = new(
        "RBF-3096",
        409,
        "该缴款书号码已登记",
        "A payment with this slip number is noted already"
    );

    public static ProblemHttpResult Of(HttpContext http, RepaymentRefusal refusal) =>
        Of(
            http,
            refusal switch
            {
                RepaymentRefusal.AmountTooLarge => PaymentTooLarge,
                RepaymentRefusal.NoSuchClaim => NoSuchRepayment,
                RepaymentRefusal.NoSuchPayment => NoSuchPayment,
                RepaymentRefusal.PaymentClosed => PaymentClosed,
                RepaymentRefusal.NeedsSecondPerson => PaymentSamePerson,
            }
        );
}

using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval;

/// <summary>Approval's refusals, RBF-3xxx. A code never changes its meaning.</summary>
public static partial class Problems
{
    public static readonly ProblemCode IdempotencyKeyMissing = new(
        "RBF-3001",
        400,
        "缺少有效的 Idempotency-Key 请求头",
        "A valid Idempotency-Key is missing"
    );

    public static readonly ProblemCode IdempotencyKeyReused = new(
        "RBF-3002",
        422,
        "该 Idempotency-Key 已用于另一请求",
        "This Idempotency-Key belongs to another request"
    );

    public static readonly ProblemCode QueryWrong = new(
        "RBF-3003",
        400,
        "查询参数有误",
        "A query parameter is wrong"
    );

    public static readonly ProblemCode FieldsWrong = new(
        "RBF-3004",
        400,
        "请求内容有误",
        "The request has wrong fields"
    );

    public static readonly ProblemCode NoTaxAuthority = new(
        "RBF-3005",
        403,
        "令牌中没有税务机关",
        "The token names no tax authority"
    );

    public static readonly ProblemCode NoSuchCase = new(
        "RBF-3010",
        404,
        "没有这一案件",
        "There is no such case"
    );

    public static readonly ProblemCode NotInQueue = new(
        "RBF-3011",
        409,
        "案件已不在办理队列中",
        "The case is not in the queue"
    );

    public static readonly ProblemCode ClaimedByAnother = new(
        "RBF-3012",
        409,
        "案件正由他人办理",
        "Another officer works on the case"
    );

    public static readonly ProblemCode NotClaimedByYou = new(
        "RBF-3013",
        409,
        "请先领取案件",
        "Claim the case first"
    );

    public static readonly ProblemCode LeaseEnded = new(
        "RBF-3014",
        409,
        "领取已超时，请重新领取",
        "The claim has run out; claim the case again"
    );

    public static readonly ProblemCode PostNotHeld = new(
        "RBF-3015",
        403,
        "您不在该岗位",
        "You do not hold this post"
    );

    public static readonly ProblemCode ActedOnAnotherPost = new(
        "RBF-3016",
        403,
        "同一人不得在同一案件的两个岗位办理",
        "One person may not act on two posts of a case"
    );

    public static readonly ProblemCode NoSuchOpenDoubt = new(
        "RBF-3017",
        404,
        "没有这一待处理疑点",
        "There is no such open doubt"
    );

    public static readonly ProblemCode DoubtNotPassable = new(
        "RBF-3018",
        409,
        "该疑点不可挑过",
        "Nobody may pass this doubt"
    );

    public static readonly ProblemCode DoubtNeedsHigherPost = new(
        "RBF-3019",
        403,
        "该疑点须由复审岗或核准岗挑过",
        "The re-review or approval post has to pass this doubt"
    );

    public static readonly ProblemCode CheckStale = new(
        "RBF-3083",
        409,
        "比对所依据的电子信息已有变化，正在重新比对，请稍后再办",
        "Information that the filing was compared with has changed; it is being compared again"
    );

    public static readonly ProblemCode DoubtsOpen = new(
        "RBF-3020",
        409,
        "尚有疑点未处理，不能核准",
        "Doubts are open; the case cannot be approved"
    );

    public static readonly ProblemCode AmountTooLarge = new(
        "RBF-3021",
        409,
        "金额超过可办理的金额",
        "The amount exceeds what is decidable"
    );

    public static readonly ProblemCode NoSuchHold = new(
        "RBF-3022",
        404,
        "没有这一未解除的暂不办理",
        "There is no such open hold"
    );

    public static readonly ProblemCode NoSuchLetter = new(
        "RBF-3023",
        404,
        "没有这一未复函的函调",
        "There is no such letter without a reply"
    );

    public static readonly ProblemCode LetterOpen = new(
        "RBF-3024",
        409,
        "该供货企业已有未复函的函调",
        "A letter about this supplier is still open"
    );

    public static readonly ProblemCode LetterTooLong = new(
        "RBF-3025",
        409,
        "延期须晚于原期限且不超过最长期限",
        "An extension ends after the due day and within the longest term"
    );

    public static readonly ProblemCode NoSuchSupplier = new(
        "RBF-3026",
        409,
        "本申报没有该供货企业的进货，请填写函调金额",
        "The attempt has no purchase from this supplier; name the amount"
    );

    public static readonly ProblemCode NoSuchEnrolment = new(
        "RBF-3030",
        404,
        "没有这一绿色通道登记",
        "There is no such enrolment"
    );

    public static readonly ProblemCode EnrolmentNotDraft = new(
        "RBF-3031",
        409,
        "该登记不是待审批状态",
        "The enrolment is not a draft"
    );

    public static readonly ProblemCode EnrolmentEnded = new(
        "RBF-3032",
        409,
        "该登记已终止",
        "The enrolment has ended already"
    );

    public static readonly ProblemCode SamePerson = new(
        "RBF-3033",
        403,
        "录入人不得审批本人录入的登记",
        "The drafter may not approve the draft"
    );

    public static readonly ProblemCode AlreadyEnrolled = new(
        "RBF-3034",
        409,
        "该企业已有有效登记",
        "The enterprise has a live enrolment"
    );

    public static readonly ProblemCode AlreadyApplied = new(
        "RBF-3035",
        409,
        "该企业已有申请、待审批或有效的登记",
        "The enterprise has an application, a draft or a live enrolment"
    );

    public static readonly ProblemCode NotApplied = new(
        "RBF-3037",
        409,
        "没有待受理的申请",
        "There is no open application"
    );

    public static readonly ProblemCode NoSuchPolicyDraft = new(
        "RBF-3040",
        404,
        "没有这一政策草案",
        "There is no such policy draft"
    );

    public static readonly ProblemCode PolicyNotDraft = new(
        "RBF-3041",
        409,
        "该政策已不是草案，或该类政策不能模拟",
        "It is no draft any more, or a policy that is not simulated"
    );

    public static readonly ProblemCode PolicyNotApproved = new(
        "RBF-3042",
        409,
        "该政策草案尚未经他人审批",
        "Another person has to approve the draft first"
    );

    public static readonly ProblemCode PolicyClosed = new(
        "RBF-3043",
        409,
        "该政策草案已启用或作废",
        "The draft was activated or discarded already"
    );

    public static readonly ProblemCode PolicyNotSimulated = new(
        "RBF-3044",
        409,
        "请先对历史案件模拟，再审批",
        "Simulate it over past cases before it is approved"
    );

    public static readonly ProblemCode PolicyInThePast = new(
        "RBF-3045",
        409,
        "生效日期已过，请另拟草案",
        "Its first day has passed; draft it anew"
    );

    public static readonly ProblemCode PolicyVersionTaken = new(
        "RBF-3046",
        409,
        "版本号或生效日期已被占用",
        "Its version or its first day is taken"
    );
}

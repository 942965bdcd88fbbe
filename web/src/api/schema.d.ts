// SPDX-License-Identifier: EUPL-1.2
// Made from docs/formats/openapi.yaml by `npm run types`; do not edit.

export interface paths {
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getSession"];
        put?: never;
        post: operations["signIn"];
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replaces the own password; a one-time password must be replaced before anything else */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listItems"];
        put?: never;
        /**
         * Receives one or many files (multipart/form-data, field "file"), or one as it is
         * @description With "receipt_date", the legal date of all files of the request, its source and how it is known are stored with them; the reason is the first entry of the date's history. It goes by form field only, since addresses end up in logs.
         */
        post: operations["uploadItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/entry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enters an oral, telephone or counter request (SGB X § 9) or text of a web form */
        post: operations["enterByHand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["countItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get: operations["getItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/original": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        /** The received bytes, only as a download */
        get: operations["downloadOriginal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/parts/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                part: number;
            };
            cookie?: never;
        };
        get: operations["downloadPart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/parts/{part}/pages/{number}/words": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                /** @description 0 is the original, other numbers are attachments */
                part: components["parameters"]["PartNumber"];
                number: components["parameters"]["PageNumber"];
            };
            cookie?: never;
        };
        /** The words of one page with their places, and what lies on it unseen */
        get: operations["getPageWords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/parts/{part}/pages/{number}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                /** @description 0 is the original, other numbers are attachments */
                part: components["parameters"]["PartNumber"];
                number: components["parameters"]["PageNumber"];
            };
            cookie?: never;
        };
        /**
         * One page as the sandbox drew it; never bytes that were sent
         * @description Half of the workers at most draw; beyond them server.busy (503) with Retry-After, ask again then
         */
        get: operations["getPagePicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/receipt-date": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["correctReceiptDate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes, reopens, or has the item read once more */
        post: operations["setItemState"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/stack": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        /** What the item came from, what was split or joined, and where it might be cut */
        get: operations["getStack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes an item of each range of pages; the item's own file closes it, an attachment leaves it open */
        post: operations["splitItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes other items as belonging to this one; their findings stay where they are */
        post: operations["joinItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/undo-split": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the last split back, unless somebody has worked on a part */
        post: operations["undoSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/undo-join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the last join back; the joined items stand where they stood */
        post: operations["undoJoin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/dismiss-split": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The proposed cuts are not wanted; cutting by hand stays possible */
        post: operations["dismissSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms or rejects that the item has to do with another one, or takes that back */
        post: operations["decideRelation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/ai-errors": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reports a mistake of a function seen at this item; it is handled in the function's dossier */
        post: operations["reportAiError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/separator-sheets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Separator sheets to print and put between two deliveries of a scan stack */
        get: operations["getSeparatorSheets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms, corrects or rejects one finding, or adds one that was missed */
        post: operations["decideFinding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{id}/findings/{finding}/second-look": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                finding: string;
            };
            cookie?: never;
        };
        /** Alternatives to one finding, and the words without which it would not be suggested */
        get: operations["lookAgain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCatalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFunctions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/{key}/mode": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put: operations["setFunctionMode"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every function with phase, mode and what is open */
        get: operations["listGovernFunctions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/gates": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** The gates of each step with proof and what is missing, what runs, and who signed it */
        get: operations["getGates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/signatures": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs what runs, in one of the own roles, for a step and those below it */
        post: operations["signRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/exercises": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enters what an exercise with planted errors has shown, by unit and never by person */
        post: operations["enterExercise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/signatures/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the own signature back; a function that rests on it is set back at once */
        post: operations["withdrawSignature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/assessment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** Consequences and risks of a function, with what is open */
        get: operations["getAssessment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/assessment/print": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** The assessment or a part of it as one page for paper */
        get: operations["printAssessment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/assessment/answers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        /** Several answers of the impact assessment; all or none */
        put: operations["putImpactAnswers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/assessment/answers/{question}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                question: string;
            };
            cookie?: never;
        };
        get?: never;
        /** An answer of the impact assessment; none chosen takes it back */
        put: operations["putImpactAnswer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/assessment/criticality": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that harm and dependence, as they are stated, hold for what runs now */
        post: operations["rateCriticality"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/assessment/risks/{risk}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                risk: string;
            };
            cookie?: never;
        };
        get?: never;
        /** A risk of the register, new or changed */
        put: operations["putRisk"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** Facts, tasks, phases and open points of a function */
        get: operations["getDossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        /** The answers to several questions, a new version of each; all or none */
        put: operations["putStatements"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/statements/{fact}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                fact: string;
            };
            cookie?: never;
        };
        get?: never;
        /** A new version of a statement; a value of null withdraws it */
        put: operations["putStatement"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/statements/{fact}/history": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                fact: string;
            };
            cookie?: never;
        };
        /** Every version of a statement, the newest first */
        get: operations["getStatementHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/starting-texts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Texts of the maker that were read and are taken over as they are; all or none */
        post: operations["takeOverStartingTexts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/sign-offs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several tasks that are done, by somebody in the role that each names; all or none */
        post: operations["signTasksOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/tasks/{task}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                task: string;
            };
            cookie?: never;
        };
        get?: never;
        /** Where a task stands */
        put: operations["putTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/tasks/{task}/sign-off": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                task: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** By somebody in the role that the task names; a later change of the task asks for a new one */
        post: operations["signTaskOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/participation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** Who takes part in what order, with periods, history, works agreements and their terms */
        get: operations["getParticipation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/participation/{body}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                body: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a body or the authority towards it said or did; a body speaks for itself only */
        post: operations["enterParticipation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/agreements/{agreement}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                agreement: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes, signs or terminates a works agreement */
        post: operations["enterAgreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/fairness": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** The newest measurements of who is affected how; null where none was taken */
        get: operations["getFairness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/fairness/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** How long letters waited until somebody closed them, by what is seen of the letter; of letters that arrived in four whole weeks and are watched no more, of groups that are large enough */
        get: operations["getWaiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** Complaints, incidents with their clocks, reviews, trainings, alarms; texts of complaints only for those who handle them */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/figures": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** What people did with findings in four whole weeks, of groups that are large enough, and drift from the step into use to the end of the newest four whole weeks */
        get: operations["getOperationFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A complaint of a citizen */
        post: operations["enterComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/complaints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        /** A step of handling, with the number that the writer has seen */
        put: operations["handleComplaint"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/complaints/{id}/delete-texts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deletes report and answer; that there was a complaint stays */
        post: operations["deleteComplaintTexts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An incident, from the moment in which it became known */
        post: operations["enterIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        /** A report that was made, or (without clock) the end of the incident */
        put: operations["changeIncident"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A review in operation */
        post: operations["enterReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/trainings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who is trained, as numbers by unit */
        post: operations["enterTraining"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/logs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        /** How long the log is kept */
        put: operations["settleLogs"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/operation/alarms/{signal}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                signal: string;
            };
            cookie?: never;
        };
        get?: never;
        /** What an alarm came from and what was done; the watch begins anew */
        put: operations["settleAlarm"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/register": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** What the public register lacks for a function, what would change, and what was published, the newest first */
        get: operations["getRegisterState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/register/preview": {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** The page as it would be published now */
        get: operations["getRegisterPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/govern/functions/{key}/register/publications": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a snapshot of the dossier before the public; refused while a form would not be valid or a text names somebody who has an account */
        post: operations["publishRegisterEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccounts"];
        put?: never;
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes roles, locks, or gives a new one-time password */
        patch: operations["changeAccount"];
        trace?: never;
    };
    "/audit/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries of the log, the newest first; asking is an entry itself
         * @description Who acted stands in sealed records only: with `account`, an answer looks through a bounded number of entries, and its cursor goes on from there even where it has no rows.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/entries/{position}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position: number;
            };
            cookie?: never;
        };
        /** The proof of one entry (c2sp.org/tlog-proof), checked with `leitstand prove check`; with the record unless it tells of an item's content */
        get: operations["downloadAuditReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log's head, its growth, the last verification, its witnesses */
        get: operations["getAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a verification of folder and database in the background, unless one is running */
        post: operations["beginVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What doctor sees, for administrators and auditors */
        get: operations["getSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/": {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
                /** @description All of these words */
                q?: string;
                mode?: "off" | "shadow" | "assist" | "act";
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public register: an overview of the AI functions, without sign-in; the same as /register */
        get: operations["getRegisterPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/reading": {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How to read the register */
        get: operations["getRegisterReadingPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/style.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The look of the register */
        get: operations["getRegisterStyle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/feed.atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Publications and changes of modes, the newest first (RFC 4287) */
        get: operations["getRegisterFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/register.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole register (docs/formats/register.md) */
        get: operations["getRegisterJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/register.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole register as CSV */
        get: operations["getRegisterCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/nl.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole register by the Dutch standard 1.0 */
        get: operations["getRegisterDutch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/atrs.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole register by the UK standard 2.1 */
        get: operations["getRegisterBritish"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/functions/{key}": {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** One function, for people */
        get: operations["getRegisterEntryPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/functions/{key}/{form}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                form: "entry.json" | "entry.csv" | "nl.json" | "atrs.json" | "cyclonedx.json";
            };
            cookie?: never;
        };
        /** One function, for programs */
        get: operations["getRegisterEntryForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the tamper-evident log is, for people */
        get: operations["getLogPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/log/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLogFolderPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/log/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed head of the log (c2sp.org/tlog-checkpoint), with witnesses' signatures where they signed this one */
        get: operations["getLogCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/log/witnessed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last head that a witness signed; 404 before the first */
        get: operations["getLogWitnessed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/log/log.vkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log's public key (vkey of c2sp.org/signed-note); compare it with one that came by another way */
        get: operations["getLogKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/log/tile/{path...}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description <L>/<N>[.p/<W>] or entries/<N>[.p/<W>] of c2sp.org/tlog-tiles, of any size up to the head's */
                "path...": string;
            };
            cookie?: never;
        };
        /** A tile of hashes or a bundle of entries; it never changes */
        get: operations["getLogTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        PublishRequest: {
            /** @description What changed; everybody reads it */
            note: string;
            /** @description Of the newest publication that the writer has seen */
            number: number;
        };
        RegisterState: {
            function: string;
            /** @description Of the newest publication; 0 before the first */
            number: number;
            open: components["schemas"]["OpenPoint"][];
            /** @description Keys of facts, or figures, risks, participation, release */
            changed: string[];
            /** @description Every form would be valid */
            publishable: boolean;
            /** @description Fields of the standards for which the dossier says nothing */
            gaps: {
                /** @enum {string} */
                form: "nl-1.0" | "atrs-3.0" | "cyclonedx-1.6";
                field: string;
                /** @description By the standard */
                required: boolean;
                /** @description Keys of facts, any of which would fill it; none: the dossier does not ask for it */
                facts: string[];
            }[];
            published: {
                number: number;
                /** Format: date-time */
                at: string;
                /** @description Shown inside only */
                by: string;
                note: string;
                sha256: string;
                version: string;
                changed: string[];
                example: boolean;
            }[];
            names: {
                [key: string]: {
                    de: string;
                    en: string;
                };
            };
        };
        Problem: {
            type: string;
            /** @description German sentence for people */
            title: string;
            title_en?: string;
            status: number;
            key: string;
            /** @description Whether anything is lost */
            lost?: boolean;
            what_to_do?: string;
            what_to_do_en?: string;
            /** @description Number under which the log has it */
            reference?: string;
            changed_by?: string;
            changed_to?: string;
            /**
             * Format: int64
             * @description With a conflict about a stack: of the item now
             */
            version?: number;
            /** @description With a conflict about a stack: of the item now */
            state?: string;
            /** @description Parts that somebody has worked on */
            items?: {
                receipt_number: string;
                by: string;
            }[];
            retry_after_s?: number;
            finding?: components["schemas"]["Finding"];
            /** @description With an upload of which no file was taken */
            receipts?: Record<string, never>[];
        };
        SignIn: {
            name: string;
            password: string;
        };
        PasswordChange: {
            old_password: string;
            new_password: string;
        };
        Session: {
            account: string;
            name: string;
            display_name: string;
            roles: string[];
            /** @description Unit keys; * is all units */
            units?: string[];
            rights: string[];
            must_change_password: boolean;
            idle_minutes: number;
            authority: string;
        };
        ItemRow: {
            id: string;
            /** Format: int64 */
            number: number;
            receipt_number: string;
            /** Format: date-time */
            arrived_at: string;
            /** Format: date */
            receipt_date: string;
            channel: string;
            /** @enum {string} */
            state: "waiting" | "ready" | "needs_person" | "closed";
            reason: string;
            sender: string;
            subject: string;
            name: string;
            services: string[];
            acts: string[];
            themes: string[];
            unit: string;
            identical: boolean;
        };
        ItemPage: {
            rows: components["schemas"]["ItemRow"][];
            total: number;
            /** Format: int64 */
            as_of: number;
            newer: number;
            cursor: string | null;
        };
        ItemCounts: {
            waiting: number;
            ready: number;
            needs_person: number;
            closed: number;
        };
        Receipt: {
            id: string;
            receipt_number: string;
            /** Format: date-time */
            arrived_at: string;
            /** Format: date */
            receipt_date: string;
            name: string;
            /** Format: int64 */
            size_bytes: number;
            sha256: string;
            again: boolean;
            identical_to?: string;
        };
        Receipts: {
            receipts: {
                receipt?: components["schemas"]["Receipt"];
                problem?: components["schemas"]["Problem"];
                name?: string;
            }[];
        };
        EntryByHand: {
            /** @enum {string} */
            channel: "oral" | "telephone" | "counter" | "web_form";
            text: string;
            sender?: string;
            note?: string;
            /** Format: date */
            receipt_date?: string;
        };
        ReceiptDateCorrection: {
            /** Format: date */
            receipt_date: string;
            /** @enum {string} */
            source?: "stamp" | "person";
            reason: string;
        };
        SplitRequest: {
            /**
             * Format: int64
             * @description Of the item, as the person saw it
             */
            version: number;
            /**
             * @description 0: the item's own file, else an attachment
             * @default 0
             */
            part: number;
            /** @description Ascending, not over each other; pages may be left out */
            ranges: components["schemas"]["PageRange"][];
            /**
             * @description content: as proposed
             * @default hand
             * @enum {string}
             */
            means: "content" | "hand";
            reason?: string;
        };
        JoinRequest: {
            /** Format: int64 */
            version: number;
            /** @description Ids of the items that belong to this one */
            items: string[];
            reason?: string;
        };
        UndoRequest: {
            /** Format: int64 */
            version: number;
            reason?: string;
        };
        DismissRequest: {
            /** Format: int64 */
            version: number;
        };
        PageRange: {
            first: number;
            last: number;
        };
        StackItem: {
            id: string;
            receipt_number: string;
            /** @description Its pages in the stack; none for a joined item */
            first?: number;
            last?: number;
        };
        /** @enum {string} */
        StackMeans: "separator" | "content" | "hand";
        StackOrigin: {
            id: string;
            receipt_number: string;
            first: number;
            last: number;
            /**
             * Format: date-time
             * @description When the stack arrived
             */
            arrived_at: string;
            part: number;
            means: components["schemas"]["StackMeans"];
            /** @description Empty where a separator sheet did it */
            by: string;
            /** Format: date-time */
            at: string;
            undone: boolean;
        };
        StackStep: {
            sequence: number;
            /** @enum {string} */
            kind: "split" | "join" | "dismiss";
            means: components["schemas"]["StackMeans"];
            part: number;
            items: components["schemas"]["StackItem"][];
            /** @description Pages that became no item */
            left_out: number[];
            by: string;
            /** Format: date-time */
            at: string;
            reason: string;
            undone: boolean;
            undone_by?: string;
            /** Format: date-time */
            undone_at?: string;
            undone_reason?: string;
        };
        StackProposal: {
            part: number;
            pages: number;
            points: {
                /** @description The first page of what begins here */
                page: number;
                reasons: ("separator" | "numbering" | "salutation" | "letter_head" | "letter_date" | "blank_before" | "closing_before")[];
            }[];
            ranges: components["schemas"]["PageRange"][];
            /** @description Separator sheets and their blank backs */
            left_out: number[];
        };
        Stack: {
            /** Format: int64 */
            version: number;
            state: string;
            origin: components["schemas"]["StackOrigin"] | null;
            joined_to: components["schemas"]["StackItem"] | null;
            steps: components["schemas"]["StackStep"][];
            proposals: components["schemas"]["StackProposal"][];
            /** @description Parts that a person may cut now */
            cuttable: {
                part: number;
                pages: number;
                name: string;
            }[];
        };
        TransferNote: {
            batch: string;
            office: string;
            /** @description A pseudonym */
            operator: string;
            /** Format: date-time */
            scanned_at: string;
            device: string;
            profile: string;
            colour: string;
            /** @description 0: not said */
            resolution_dpi: number;
            sheets: number;
            pages: number;
            checked_by: string;
            checked_at: string;
            deviations: string;
            sha256: string;
            /** @description The item was split off; counts and hash are those of the whole stack */
            inherited: boolean;
            /** @description What does not fit the file that came with it */
            differs: ("pages" | "sha256")[];
        };
        StateChange: {
            /** @enum {string} */
            state: "ready" | "closed" | "waiting";
            /** Format: int64 */
            version: number;
            reason?: string;
        };
        Evidence: {
            part: number;
            page: number;
            start: number;
            end: number;
            text: string;
            boxes?: number[][];
        };
        Finding: {
            id: string;
            /** Format: int64 */
            version: number;
            /** @enum {string} */
            kind: "service" | "act" | "theme" | "document" | "field" | "unit";
            /** @description Of a unit: empty where no rule names one */
            key: string;
            value: string;
            role?: string | null;
            group?: number | null;
            probability?: number | null;
            suggested: boolean;
            function: string;
            function_version: string;
            part?: number;
            /**
             * @description withdrawn: one that a person added, and took back
             * @enum {string}
             */
            state: "open" | "confirmed" | "corrected" | "rejected" | "added" | "withdrawn";
            decided_by?: string;
            /** Format: date-time */
            decided_at?: string | null;
            corrected_key?: string;
            corrected_value?: string;
            evidence: components["schemas"]["Evidence"][];
            explanation: components["schemas"]["Explanation"];
        };
        /** @description A time limit (Frist), computed from the letter; where a person decided on findings or corrected the day of receipt, computed anew from what stands. One that no longer follows stays, as superseded. */
        LegalClock: {
            key: string;
            /** @description Of the catalogue; the key where it has none */
            name: string;
            name_en: string;
            /** @description What happens after it; may be empty */
            consequence: string;
            consequence_en: string;
            service: string | null;
            /**
             * Format: date
             * @description The day that starts it
             */
            trigger: string | null;
            /**
             * Format: date
             * @description The last day
             */
            due: string | null;
            /** @description Why there is no last day (docs/formats/legal-rules.md) */
            because: string | null;
            /** Format: date */
            reaches_back_to: string | null;
            source: string;
            /** @description Version of the law with which the rule was compared; null: with none */
            compared: string | null;
            /** @description Keys of docs/formats/legal-rules.md */
            assumes: string[];
            evidence: components["schemas"]["Evidence"][];
            /** @enum {string} */
            state: "as_read" | "recomputed" | "superseded";
            /** @description It runs from the day on which a notice counts as notified: a later arrival (the field notice_arrival_date) moves it */
            from_notification: boolean;
        };
        /** @description What is to be known or shown for a request, held against the letter; says nothing on whether somebody is entitled */
        Requirement: {
            key: string;
            name: string;
            name_en: string;
            service: string;
            /** @enum {string} */
            kind: "document" | "statement";
            /** @enum {string} */
            state: "met" | "missing" | "contradictory" | "unknown";
            source: string;
            compared: string | null;
            evidence: components["schemas"]["Evidence"][];
        };
        /** @description Places of hidden words; functions saw neutral signs of the same length in their stead */
        Mask: {
            /** @description Code points of the item's text */
            text: number[][];
            /** @description Code points of the subject in the envelope */
            subject: number[][];
        };
        /** @description What else a finding might be, and which words carried it; computed anew for this answer */
        SecondLook: {
            /** @description Keys that it may have had instead, likeliest first */
            alternatives: {
                key: string;
                /** @description Where a learned model judges */
                probability: number | null;
            }[];
            without: {
                /**
                 * @description changes - without these words the same version would not suggest it; still_holds - leaving these out does not suffice; not_judged - read from its place or decided by a rule; other_version - program or model changed since
                 * @enum {string}
                 */
                outcome: "changes" | "still_holds" | "not_suggested" | "not_judged" | "other_version" | "too_long";
                words: components["schemas"]["Evidence"][];
                /** @description Without these words */
                probability: number | null;
            };
        };
        /** @description Why: intercept, the amounts of all reasons and of all others add up to the score exactly. A finding that stands in the text itself, as an IBAN, has no reasons. */
        Explanation: {
            score: number;
            intercept: number;
            reasons: {
                feature: string;
                amount: number;
                spans: number[][];
            }[];
            others: {
                count: number;
                amount: number;
            };
        };
        FindingDecision: {
            finding?: string;
            /** Format: int64 */
            version?: number;
            /**
             * @description withdraw takes back the decision before it
             * @enum {string}
             */
            decision: "confirm" | "correct" | "reject" | "add" | "withdraw";
            /** @enum {string} */
            kind?: "service" | "act" | "theme" | "document" | "field";
            key?: string;
            value?: string;
            reason?: string;
        };
        /** @description What the item has to do with another one that the caller may see; a suggestion, nothing follows from it */
        Relation: {
            /** @description Id of the other item */
            item: string;
            receipt_number: string;
            /**
             * @description Whether the other item came before or after this one
             * @enum {string}
             */
            direction: "earlier" | "later";
            /** @enum {string} */
            kind: "identical" | "same_text" | "resubmission" | "near_copy" | "answer" | "same_matter";
            /** @description Equal sequences of two words of all of both; null where the texts were not compared */
            share: number | null;
            /** @description Numbers that stand in both */
            references: {
                /** @description A field of the catalogue, receipt_number or code */
                key: string;
                value: string;
                /** @description Beside words such as Ihr Zeichen, or in a bar code */
                answers: boolean;
                /** @description In this item; empty where the other one is the later */
                evidence: components["schemas"]["Evidence"][];
            }[];
            /** @description Sentences of this item that the earlier one lacks, the first of them; empty where the other one is the later */
            new: components["schemas"]["Evidence"][];
            /** @description How many sentences of the later item the earlier one lacks */
            new_count: number;
            /** @description How many sentences of the earlier item the later one lacks */
            left_out: number;
            /** @enum {string} */
            decision: "open" | "confirm" | "reject";
            /** Format: int64 */
            version: number;
            decided_by: string;
            /** Format: date-time */
            decided_at: string | null;
        };
        RelationDecision: {
            /** @description Id of the other item */
            item: string;
            /**
             * Format: int64
             * @description The one that the person saw
             */
            version: number;
            /**
             * @description open takes back
             * @enum {string}
             */
            decision: "confirm" | "reject" | "open";
            reason?: string;
        };
        ItemPart: {
            number: number;
            name: string;
            media_type: string;
            status: string;
            reason: string;
            reason_text?: string;
            reason_text_en?: string;
            reason_for_sender?: string;
            reason_for_sender_en?: string;
            start: number;
            end: number;
            /** Format: int64 */
            size_bytes?: number;
            /** @description ISO 639-1, empty where it is too short or unclear */
            language?: string;
            downloadable: boolean;
        };
        ItemView: {
            id: string;
            receipt_number: string;
            /** Format: date-time */
            arrived_at: string;
            /** Format: date */
            receipt_date: string;
            receipt_date_source: string;
            receipt_date_history: {
                /** Format: date */
                receipt_date?: string;
                source?: string;
                reason?: string;
                by?: string;
                /** Format: date-time */
                at?: string;
            }[];
            /** @description What the scanning office said of this scan */
            transfer_note?: components["schemas"]["TransferNote"] | null;
            channel: string;
            state: string;
            reason: string;
            /** @description What a caseworker does */
            reason_text?: string;
            reason_text_en?: string;
            /** @description To be sent on (SGB I § 36a para. 3) */
            reason_for_sender?: string;
            reason_for_sender_en?: string;
            attempts?: number;
            name: string;
            media_type?: string;
            /** Format: int64 */
            size_bytes: number;
            sha256: string;
            /** Format: int64 */
            version: number;
            language?: string;
            status?: string;
            /** @description All parts joined by U+000C; offsets elsewhere count its code points */
            text: string;
            /** @description The pages of the original and of all attachments, in order */
            pages?: components["schemas"]["DocumentPage"][];
            /** @description Texts that a reader of the page does not see; no function was given them */
            hidden?: components["schemas"]["HiddenText"][];
            codes?: components["schemas"]["PageCode"][];
            parts: components["schemas"]["ItemPart"][];
            warnings: string[];
            /** @description As in the list: of the envelope, else what the letter says */
            subject?: string;
            envelope: {
                subject?: string;
                sender_name?: string;
                sender_address?: string;
                recipient?: string;
                sent_at?: string;
            };
            note?: string;
            findings: components["schemas"]["Finding"][];
            /** @description What is wanted of which service and for whom; no service: of none in particular; no person: of the sender */
            requests: {
                service: string | null;
                act: string;
                person: string | null;
                probability: number | null;
            }[];
            clocks: components["schemas"]["LegalClock"][];
            requirements: components["schemas"]["Requirement"][];
            unit: string;
            unit_finding: components["schemas"]["Finding"];
            /** @description What was hidden from the functions that judge, as it was used at judging and stored with the findings; null where none is stored */
            mask: components["schemas"]["Mask"] | null;
            held?: boolean;
            /** @description no_service, no_act, sort_unsure, other_language */
            held_because?: string[];
            /** @description To others that the caller may see, rejected ones last */
            relations?: components["schemas"]["Relation"][];
            identical: {
                id: string;
                receipt_number: string;
            }[];
        };
        DocumentPage: {
            part: number;
            number: number;
            /** @description In points, upright; 0 where the format has no pages */
            width: number;
            height: number;
            start: number;
            end: number;
            /** @description Degrees clockwise until the page stands upright; to be given with its picture */
            turned: number;
            /** @enum {string} */
            source: "text" | "ocr" | "both";
            marks: components["schemas"]["PageMark"][];
            /** @description Whether there is a picture of it */
            drawable: boolean;
        };
        /** @enum {string} */
        PageMark: "unread" | "unchecked" | "blank" | "handwriting" | "hidden_text" | "low_quality" | "mirrored";
        /** @description x0, y0, x1, y1 in points, origin top left of the upright page */
        Box: number[];
        HiddenText: {
            part: number;
            page: number;
            /** @enum {string} */
            kind: "unseen" | "off_page" | "characters" | "lookalike" | "differs" | "not_shown";
            box: components["schemas"]["Box"];
            text: string;
        };
        PageCode: {
            part: number;
            page: number;
            kind: string;
            box: components["schemas"]["Box"];
            text: string;
        };
        PageWords: {
            part: number;
            number: number;
            width: number;
            height: number;
            /** @description Code points of the item's text, as in evidence */
            start: number;
            end: number;
            words: {
                text: string;
                start: number;
                end: number;
                box: components["schemas"]["Box"];
                /** @description 1 for a text layer */
                confidence: number;
            }[];
            hidden: components["schemas"]["HiddenText"][];
            codes: components["schemas"]["PageCode"][];
        };
        CatalogueEntry: {
            key: string;
            name: string;
            name_en: string;
            description: string;
            source: string;
        };
        Catalogue: {
            authority: string;
            version: string;
            state_date: string;
            services: components["schemas"]["CatalogueEntry"][];
            acts: components["schemas"]["CatalogueEntry"][];
            themes: components["schemas"]["CatalogueEntry"][];
            document_types: components["schemas"]["CatalogueEntry"][];
            fields: components["schemas"]["CatalogueEntry"][];
            units: components["schemas"]["CatalogueEntry"][];
        };
        Functions: {
            functions: {
                key: string;
                /** @description In which it runs */
                mode: string;
                /** @description By the newest change; above `mode` where a gate has closed since */
                recorded: string;
                highest: string;
                built: boolean;
                version: string;
                change_number: number;
            }[];
            history: {
                function: string;
                from: string;
                to: string;
                by: string;
                reason: string;
                /** Format: date-time */
                at: string;
            }[];
        };
        /** @description Value, lower and upper bound at 95 %, all within 0 and 1 (a difference within -1 and 1) */
        FairnessEstimate: number[];
        FairnessTaken: {
            version: string;
            data: string;
            letters: number;
            unseen_writers: boolean;
        };
        FairnessRecord: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            /** @description Invented for the example authority */
            example: boolean;
        };
        FairnessGroup: {
            /** @description Trait and value; two of them are an intersection */
            of: {
                [key: string]: string;
            };
            /** @description Without a letter no rate was measured and each counts from 0 to 1 */
            letters: number;
            /** @description Why this group must be in the data or cannot be; empty where the catalogue says nothing */
            because: string;
            because_en: string;
            assessable: boolean;
            /** @description Letters that the group would have to have; null where it has enough */
            needed: number | null;
            error: components["schemas"]["FairnessEstimate"];
            miss: components["schemas"]["FairnessEstimate"];
            false_alarm: components["schemas"]["FairnessEstimate"];
            abstention: components["schemas"]["FairnessEstimate"];
            /** @description Of the error, against the group's reference */
            difference: components["schemas"]["FairnessEstimate"] | null;
            /** @description More than chance in any rate, after correction for all comparisons */
            significant: boolean;
            /** @description Of each rate against the group's reference */
            differences: components["schemas"]["FairnessDifference"][];
        };
        FairnessDifference: {
            /** @enum {string} */
            rate: "error" | "miss" | "false_alarm" | "abstention";
            difference: components["schemas"]["FairnessEstimate"];
            /** @description After correction for all comparisons */
            p: number;
            /**
             * @description Worse and better: more than chance; within: the interval lies within difference_of_interest
             * @enum {string}
             */
            verdict: "within" | "worse" | "better" | "open";
            /** @description Letters of the group that would decide where it is open */
            needed: number;
        };
        FairnessTrait: {
            key: string;
            name: string;
            name_en: string;
            /** @description Why a change may be right here; empty where it is not */
            apart: string;
            apart_en: string;
            pairs: number;
            changed: number;
            /** @description Pairs of which one form alone is left to a person */
            held: number;
            share: components["schemas"]["FairnessEstimate"];
            held_share: components["schemas"]["FairnessEstimate"];
            /** @description Key of the trait that tells nothing of anybody and is compared with; empty where there is none */
            control: string;
            excess: components["schemas"]["FairnessEstimate"];
            held_excess: components["schemas"]["FairnessEstimate"];
            /** @description McNemar's test, exact: whether changes go one way */
            direction_p: number;
            /** @description The same of pairs of which one form is left to a person */
            held_direction_p: number;
        };
        FairnessLetters: {
            kind: string;
            by: string;
            name: string;
            letters: number;
            f1: components["schemas"]["FairnessEstimate"];
        };
        FairnessGroupFigures: {
            taken: components["schemas"]["FairnessTaken"];
            record: components["schemas"]["FairnessRecord"];
            of_running_release: boolean;
            /** @description The gap that a group must be large enough to show */
            difference_of_interest: number;
            groups: components["schemas"]["FairnessGroup"][];
        };
        FairnessCounterfactual: {
            taken: components["schemas"]["FairnessTaken"];
            record: components["schemas"]["FairnessRecord"];
            of_running_release: boolean;
            traits: components["schemas"]["FairnessTrait"][];
        };
        FairnessQuality: {
            taken: components["schemas"]["FairnessTaken"];
            record: components["schemas"]["FairnessRecord"];
            of_running_release: boolean;
            by_letters: components["schemas"]["FairnessLetters"][];
        };
        /** @description Days with the lower and upper bound at 95 %; null is longer than letters are watched */
        WaitingDays: (number | null)[];
        WaitingGroup: {
            /** @description One trait, or two that are crossed */
            of: {
                /** @enum {string} */
                trait: "channel" | "language" | "writing" | "length" | "reading" | "suggestion";
                /** @description Several: joined, since some were too small; empty: not known */
                values: string[];
            }[];
            letters: number;
            median: components["schemas"]["WaitingDays"];
            /** @description Of the medians */
            difference: components["schemas"]["WaitingDays"] | null;
            /** @description Share of the letters that waited more than longer_than days */
            longer: components["schemas"]["FairnessEstimate"];
            longer_difference: components["schemas"]["FairnessEstimate"] | null;
            /** @description After correction for all comparisons */
            p: number | null;
            /** @enum {string} */
            verdict: "reference" | "not_assessable" | "gap" | "open" | "within_tolerance";
            /** @description Letters that the group would have to have; null where it has enough */
            needed: number | null;
            /** @description The median of the same group before the function was put to use */
            before: components["schemas"]["WaitingDays"] | null;
            change: components["schemas"]["WaitingDays"] | null;
        };
        WaitingSpan: {
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
        };
        Waiting: {
            /**
             * Format: date
             * @description Of arrival
             */
            first: string;
            /** Format: date */
            last: string;
            /** Format: date */
            today: string;
            back: number;
            /** @description So long is a letter watched */
            days_max: number;
            persons_min: number;
            /** @description False: fewer persons than persons_min closed letters */
            shown: boolean;
            letters: number;
            median: components["schemas"]["WaitingDays"] | null;
            /** @description Days; they part all letters most nearly into halves */
            longer_than: number;
            /** @description Difference of the share of letters that waited longer which a group must be large enough to show */
            tolerance: number;
            /** @description Over which is corrected */
            tests: number;
            groups: components["schemas"]["WaitingGroup"][];
            /** @description Pairs of traits that are not crossed since too few persons closed letters in one field */
            too_small: string[][];
            before_span: components["schemas"]["WaitingSpan"] | null;
            before: components["schemas"]["WaitingDays"] | null;
            change: components["schemas"]["WaitingDays"] | null;
        };
        Fairness: {
            function: string;
            group_figures: components["schemas"]["FairnessGroupFigures"] | null;
            counterfactual: components["schemas"]["FairnessCounterfactual"] | null;
            quality: components["schemas"]["FairnessQuality"] | null;
        };
        GovernFunctions: {
            /** Format: date */
            today: string;
            functions: components["schemas"]["GovernFunction"][];
        };
        GovernFunction: {
            key: string;
            name: string;
            name_en: string;
            does: string;
            does_en: string;
            /**
             * @description Effect class
             * @enum {string}
             */
            effect: "A" | "B" | "C";
            mode: string;
            /** @description By the newest change; above `mode` where a gate has closed since */
            recorded: string;
            highest: string;
            built: boolean;
            version: string;
            /** @description Key of the phase reached */
            phase: string;
            /** @description Invented records are among those of the function */
            example: boolean;
            phases: components["schemas"]["DossierPhase"][];
            next: components["schemas"]["NextStep"];
            /** @description Of all areas */
            open: components["schemas"]["OpenPoint"][];
        };
        /** @description The step above the present mode; null where there is none */
        NextStep: {
            /** @enum {string} */
            mode: "shadow" | "assist" | "act";
            gates: number;
            /** @description Gates of this step that are open now */
            passed: number;
        } | null;
        OpenPoint: {
            key: string;
            /** @description The key up to its first full stop: dossier, participation, assessment … */
            area: string;
            /** @description What it is about inside of the area: a fact's key, a body's … */
            subject: string;
            german: string;
            english: string;
            /** @description Who must do it; empty where nobody alone must */
            role: string;
            /** Format: date */
            due: string | null;
            overdue: boolean;
            /** @description How many more would settle it, such as letters of a group */
            short_of: number | null;
        };
        ParticipationSource: {
            text: string;
            /** @description Date of the law that it was compared with; empty where it was not */
            state: string;
            /** @description Why it was not */
            unchecked: string;
        };
        ParticipationDocument: {
            name: string;
            sha256?: string;
        };
        /** @description docs/formats/participation.md says which members belong to which event */
        ParticipationEntry: {
            /** @enum {string} */
            event: "invitation" | "documents" | "documents_requested" | "period_agreed" | "statement" | "objection" | "answer" | "vote" | "withdrawal" | "silence" | "reasons_demanded" | "reasons" | "remedy" | "remedy_decision" | "referral" | "superior" | "conciliation" | "settlement" | "told" | "vacancy" | "workshop" | "superior_result" | "conciliation_result";
            /** Format: date */
            on: string;
            text?: string;
            /** @description Entered by somebody else for the body; set by the server */
            for_body?: boolean;
            /** @description Entered by the body itself where either side may; set by the server */
            by_body?: boolean;
            urgent?: boolean;
            parallel?: string;
            /** Format: date */
            due?: string;
            documents?: components["schemas"]["ParticipationDocument"][];
            /** @enum {string} */
            vote?: "approve" | "refuse";
            refers_to?: number;
            /** @enum {string} */
            outcome?: "followed" | "partly" | "not_followed" | "upheld" | "rejected" | "agreed" | "decided" | "dropped" | "granted" | "denied" | "recommended";
            title?: string;
            people?: number;
            results?: string[];
            instead?: string;
        };
        ParticipationLine: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            /** @enum {string} */
            effect: "counts" | "earlier_round" | "withdrawn" | "before_documents" | "late" | "unreadable" | "overtaken" | "without_step" | "unconfirmed";
            entry: components["schemas"]["ParticipationEntry"] | null;
        };
        ParticipationPeriod: {
            /** @enum {string} */
            key: "answer" | "answer_urgent" | "demand" | "reasons" | "remedy" | "remedy_decision" | "referral" | "superior" | "conciliation" | "catch_up";
            /**
             * Format: date
             * @description This day is not counted
             */
            from: string;
            /**
             * Format: date
             * @description The last day
             */
            due: string;
            /** @description Calendar days from today to the last day; negative once it is over */
            days_left: number;
            agreed: boolean;
            source: components["schemas"]["ParticipationSource"];
        };
        /** @description Behind a refused consent, what has been done and what may follow */
        ParticipationWayOn: {
            /** @description A refusal stands */
            refused: boolean;
            /**
             * Format: date
             * @description Last day for the next step; null where the rules set none
             */
            refer_by: string | null;
            /** @description Brought before the superior body in time */
            referred: boolean;
            /** @description The conciliation board was called */
            called: boolean;
            /** @description It left the last word to the authority */
            recommended: boolean;
            /** @description No superior body stands before the board */
            direct: boolean;
            /** @enum {string} */
            last_word: "board" | "authority";
        };
        ParticipationBody: {
            key: string;
            name: string;
            name_en: string;
            /** @description Empty where no account can speak for it */
            role: string;
            /** @enum {string} */
            form: "contribution" | "advice" | "vote" | "hearing" | "consent" | "decision";
            task: string;
            task_en: string;
            /** @enum {string} */
            silence: "nothing" | "approves" | "heard";
            silence_means: string;
            silence_means_en: string;
            after: string[];
            documents: string[];
            may_be_vacant: boolean;
            needed: boolean;
            needed_for: string;
            source: components["schemas"]["ParticipationSource"];
            /** @enum {string} */
            state: "not_invited" | "vacant" | "awaiting_documents" | "running" | "overdue" | "objected" | "refused" | "step_procedure" | "refused_finally" | "withdrawn" | "approved" | "approved_by_silence" | "heard" | "heard_by_silence" | "contributed" | "advised" | "answered" | "settled";
            complete: boolean;
            role_held: boolean;
            /** @description Whether who asks may enter what the body says */
            may_speak: boolean;
            /** Format: date */
            invited: string | null;
            /** Format: date */
            concluded: string | null;
            period: components["schemas"]["ParticipationPeriod"] | null;
            way_on: components["schemas"]["ParticipationWayOn"];
            /** @description Key of the body whose part had to end before; empty where the order is kept */
            out_of_order: string;
            /** @description Why the order was changed */
            parallel: string;
            instead: string;
            /** @description Of its newest record */
            number: number;
            open: components["schemas"]["OpenPoint"][];
            history: components["schemas"]["ParticipationLine"][];
        };
        AgreementTerms: {
            minimum_group: number;
            no_personal_figures: boolean;
            share_without_ai: number;
            planted_errors_in_operation: boolean;
            /** Format: date */
            review_by?: string;
        };
        AgreementTermsInForce: {
            minimum_group: number;
            no_personal_figures: boolean;
            share_without_ai: number;
            planted_errors_in_operation: boolean;
            /** Format: date */
            review_by?: string;
            in_force: boolean;
            checks: {
                /** @enum {string} */
                term: "minimum_group" | "no_personal_figures" | "share_without_ai" | "planted_errors_in_operation" | "review_by";
                /** @enum {string} */
                kept: "yes" | "no" | "by_construction" | "not_checked" | "checked_by_people";
            }[];
        };
        AgreementEntry: {
            /** @enum {string} */
            event: "proposal" | "signature" | "termination" | "check";
            /** Format: date */
            on: string;
            title?: string;
            text?: string;
            /** @enum {string} */
            party?: "staff_council" | "management";
            for_body?: boolean;
            refers_to?: number;
            /** Format: date */
            from?: string;
            /** Format: date */
            until?: string;
            /** Format: date */
            ends_on?: string;
            /** @description Of a check: whether the term is kept that the program does not measure */
            kept?: boolean;
            documents?: components["schemas"]["ParticipationDocument"][];
            terms?: components["schemas"]["AgreementTerms"];
        };
        Agreement: {
            key: string;
            whole_authority: boolean;
            /** @enum {string} */
            state: "proposed" | "signed" | "in_force" | "ended";
            example: boolean;
            number: number;
            holds: components["schemas"]["AgreementEntry"] | null;
            proposed: components["schemas"]["AgreementEntry"] | null;
            proposed_number: number;
            missing: string[];
            /** Format: date */
            ends_on: string | null;
            /** @description The newest of each party on what holds now */
            checks: components["schemas"]["AgreementEntry"][];
            may_sign: string[];
            history: components["schemas"]["AgreementLine"][];
        };
        AgreementLine: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            entry: components["schemas"]["AgreementEntry"] | null;
        };
        ParticipationProfile: {
            key: string;
            name: string;
            name_en: string;
            description: string;
            description_en: string;
        };
        Participation: {
            /** Format: date */
            today: string;
            profile: components["schemas"]["ParticipationProfile"];
            /** @description Whether who asks records the acts of the authority */
            may_keep: boolean;
            /** @description Whether who asks enters the acts of the head of the authority */
            may_decide: boolean;
            /** @description Whether who asks enters checks of works agreements */
            may_check: boolean;
            may_declare_vacant: boolean;
            may_propose: boolean;
            bodies: components["schemas"]["ParticipationBody"][];
            agreements: components["schemas"]["Agreement"][];
            terms: components["schemas"]["AgreementTermsInForce"];
            open: components["schemas"]["OpenPoint"][];
        };
        ParticipationRequest: {
            /** @description Of the newest record of the body that the writer has seen */
            number: number;
            entry: components["schemas"]["ParticipationEntry"];
        };
        AgreementRequest: {
            number: number;
            whole_authority?: boolean;
            entry: components["schemas"]["AgreementEntry"];
        };
        DossierPhase: {
            key: string;
            name: string;
            name_en: string;
            description: string;
            description_en: string;
            result: string;
            result_en: string;
            facts: number;
            facts_stated: number;
            /** @description That this function needs */
            tasks: number;
            tasks_settled: number;
            sign_offs_missing: number;
            closed: boolean;
        };
        RecordHead: {
            /** @description Version */
            number: number;
            /** @description Display name; empty for the program or the operator */
            by: string;
            /** Format: date-time */
            at: string;
            /** @description Invented for the example authority */
            example: boolean;
            /** @description Of a sign-off */
            role?: string;
            /** @description Of a statement: version of the guideline whose text of the maker was taken over as it is; empty: own words */
            maker_version?: string;
        };
        /** @description Text, yes or no, number, date, key of a choice, or several texts: as the fact's kind asks */
        DossierValue: (string | boolean | number | string[]) | null;
        DossierFact: {
            key: string;
            section: string;
            name: string;
            name_en: string;
            question: string;
            question_en: string;
            help: string;
            help_en: string;
            /** @enum {string} */
            kind: "text" | "long_text" | "yes_no" | "number" | "date" | "choice" | "choices" | "list";
            /** @description Of a text: email, web_address, or empty */
            form: string;
            choices: {
                key: string;
                name: string;
                name_en: string;
            }[];
            /** @description Until its end the fact must be stated */
            phase: string;
            role: string;
            /**
             * @description Mode before which it must be stated
             * @enum {string}
             */
            before: "shadow" | "assist" | "act";
            /** @description Why later than shadow; else empty */
            before_reason: string;
            published: boolean;
            characters_max: number;
            /** @description Of the newest version; 0: never stated */
            number: number;
            /** @description What the maker of the program says; counts only once it was taken over */
            starting_text: components["schemas"]["DossierValue"] | null;
            value: components["schemas"]["DossierValue"];
            stated: components["schemas"]["RecordHead"] | null;
        };
        DossierTask: {
            key: string;
            phase: string;
            name: string;
            name_en: string;
            goal: string;
            steps: string[];
            /** @description Person-days */
            effort_days: number[];
            role: string;
            roles: string[];
            /** @description What lies there in the end */
            result: string;
            /** @description Empty where nobody signs it off */
            sign_off_role: string;
            source: string;
            /** @description For the effect class of this function */
            needed: boolean;
            settled: boolean;
            /**
             * @description Mode before which it must be settled
             * @enum {string}
             */
            before: "shadow" | "assist" | "act";
            /** @description Why later than shadow; else empty */
            before_reason: string;
            /** @description Done by what is stored */
            proven: boolean;
            /** @description What a sign-off names */
            version: number;
            awaits_sign_off: boolean;
            /** @enum {string} */
            state: "open" | "doing" | "done" | "not_needed";
            responsible: string;
            /** Format: date */
            due: string | null;
            /** @description Where the result lies */
            artefact: string;
            note: string;
            /** @description Of the newest version; 0: nothing was entered */
            number: number;
            entered: components["schemas"]["RecordHead"] | null;
            sign_off: components["schemas"]["RecordHead"] | null;
        };
        ImpactAnswerRequest: {
            chosen: string[];
            reason?: string;
            /** @description the version that the writer has seen; 0 where there was none */
            number: number;
        };
        ImpactAnswersRequest: {
            answers: {
                question: string;
                chosen: string[];
                reason?: string;
                /** @description the version that the writer has seen; 0 where there was none */
                number: number;
            }[];
        };
        RatingRequest: {
            number: number;
        };
        Risk: {
            title: string;
            description: string;
            measure: string;
            owner: string;
            owner_role: string;
            proof: string;
            likelihood: number;
            severity: number;
            residual_likelihood: number;
            residual_severity: number;
            accepted: boolean;
            accepted_because: string;
            /** Format: date */
            review: string;
            closed: boolean;
        };
        RiskRequest: {
            risk: components["schemas"]["Risk"];
            number: number;
        };
        RiskShown: {
            title: string;
            description: string;
            measure: string;
            owner: string;
            owner_role: string;
            proof: string;
            likelihood: number;
            severity: number;
            residual_likelihood: number;
            residual_severity: number;
            accepted: boolean;
            accepted_because: string;
            /** @description Display name of who answers for a high rest */
            accepted_by: string;
            /** @description management, or empty */
            accepted_role: string;
            /** Format: date */
            review: string;
            closed: boolean;
            id: string;
            /** @enum {string} */
            level: "low" | "medium" | "high" | "very_high";
            /** @enum {string} */
            residual_level: "low" | "medium" | "high" | "very_high";
            unaccepted: boolean;
            overdue: boolean;
            number: number;
            /** Format: date-time */
            at: string;
            example: boolean;
        };
        AssessmentEntered: {
            number: number;
            /** Format: date-time */
            at: string;
            example: boolean;
        };
        AssessmentDuty: {
            key: string;
            name: string;
            name_en: string;
            text?: string;
            text_en?: string;
            role: string;
            met: boolean;
            missing: string;
            missing_en: string;
        };
        ImpactQuestion: {
            key: string;
            section: string;
            text: string;
            text_en: string;
            why: string;
            why_en: string;
            many: boolean;
            choices: {
                value: string;
                text: string;
                text_en: string;
                points: number;
            }[];
            /**
             * @description What can only lower the level may wait until after shadow
             * @enum {string}
             */
            side: "impact" | "mitigation";
            /** @description What the question may start with; counts only once it was saved */
            start: {
                chosen: string[];
                /** @description The statement that says so; empty: the maker of the program */
                fact: string;
                fact_name: string;
                fact_name_en: string;
            } | null;
            chosen: string[];
            reason: string;
            number: number;
            example: boolean;
        };
        ImpactAssessment: {
            version: string;
            source: string;
            raw: number;
            raw_max: number;
            mitigation: number;
            mitigation_max: number;
            /** @description the mitigation reaches 80 % and lowers the total by 15 % */
            lowered: boolean;
            total: number;
            level: number;
            complete: boolean;
            asked: number;
            open: string[];
            hidden: string[];
            unknown: string[];
            sections: {
                key: string;
                name: string;
                name_en: string;
                /** @enum {string} */
                side: "raw" | "mitigation" | "none";
                points: number;
                points_max: number;
                asked: number;
                answered: number;
            }[];
            questions: components["schemas"]["ImpactQuestion"][];
            duties: components["schemas"]["AssessmentDuty"][];
        };
        NamedStep: {
            key: string;
            name: string;
            name_en: string;
        };
        CriticalityShown: {
            harm_steps: components["schemas"]["NamedStep"][];
            dependence_steps: components["schemas"]["NamedStep"][];
            matrix: number[][];
            classes: {
                name: string;
                name_en: string;
                text: string;
                text_en: string;
            }[];
            harm: number | null;
            dependence: number | null;
            level: number | null;
            rated: boolean;
            rating: components["schemas"]["AssessmentEntered"] | null;
            rating_number: number;
            changed: ("release" | "effect_class" | "legal_basis" | "purpose" | "criticality")[];
            measures: components["schemas"]["AssessmentDuty"][];
        };
        FormShown: {
            key: string;
            name: string;
            name_en: string;
            law: string;
            text: string;
            text_en: string;
            facts: number;
            facts_stated: number;
            complete: boolean;
            items: {
                key: string;
                name: string;
                name_en: string;
                law: string;
                risks: boolean;
                complete: boolean;
                facts: {
                    key: string;
                    name: string;
                    name_en: string;
                    words: string | null;
                    words_en: string | null;
                    stated: components["schemas"]["AssessmentEntered"] | null;
                }[];
            }[];
        };
        GovernGates: {
            key: string;
            /** @enum {string} */
            mode: "off" | "shadow" | "assist" | "act";
            /** @enum {string} */
            recorded: "off" | "shadow" | "assist" | "act";
            /** @enum {string} */
            highest: "off" | "shadow" | "assist" | "act";
            built: boolean;
            release: {
                hash: string;
                version: string;
                model: string;
                catalogue: string;
                configuration: string;
                guideline: string;
            };
            steps: {
                /** @enum {string} */
                mode: "shadow" | "assist" | "act";
                open: boolean;
                gates: components["schemas"]["GovernGate"][];
            }[];
            signatures: {
                account: string;
                name: string;
                role: string;
                step: string;
                /** Format: date-time */
                at: string;
                of_running_release: boolean;
                example: boolean;
            }[];
            /** @description The exercise with planted errors */
            exercise: {
                /** @description Persons that a unit has at least */
                persons_min: number;
                /** @description A works agreement in force allows it among real post */
                in_operation_allowed: boolean;
                /** @description Of the newest exercise, 0 where there is none; sent along with the next */
                number: number;
                newest: {
                    day: string;
                    in_operation: boolean;
                    of_running_release: boolean;
                    record: components["schemas"]["FairnessRecord"];
                    rate: components["schemas"]["FairnessEstimate"];
                    units: {
                        /** @description Key of the catalogue, or `all` */
                        unit: string;
                        persons: number;
                        shown: number;
                        found: number;
                        rate: components["schemas"]["FairnessEstimate"];
                    }[];
                } | null;
            };
        };
        GovernGate: {
            key: string;
            name: string;
            name_en: string;
            asks: string;
            asks_en: string;
            reason: string;
            source: string;
            place: string;
            /** @enum {string} */
            state: "open" | "closed";
            proof: {
                german: string;
                english: string;
                date: string | null;
                example: boolean;
            }[];
            missing: components["schemas"]["OpenPoint"][];
        };
        GovernAssessment: {
            function: string;
            name: string;
            name_en: string;
            /** @enum {string} */
            effect: "A" | "B" | "C";
            /** @description Whether who asks may answer for a high remaining risk */
            may_accept: boolean;
            /** Format: date */
            today: string;
            impact: components["schemas"]["ImpactAssessment"];
            criticality: components["schemas"]["CriticalityShown"];
            forms: components["schemas"]["FormShown"][];
            ai_act: {
                /** @enum {string} */
                class: "undetermined" | "not_listed" | "exempt" | "high_risk";
                missing: string[];
                german: string;
                english: string;
            };
            lock: null | {
                key: string;
                german: string;
                english: string;
            };
            risks: components["schemas"]["RiskShown"][];
            open_points: components["schemas"]["OpenPoint"][];
        };
        Dossier: {
            key: string;
            name: string;
            name_en: string;
            does: string;
            does_en: string;
            /**
             * @description Effect class
             * @enum {string}
             */
            effect: "A" | "B" | "C";
            mode: string;
            /** @description By the newest change; above `mode` where a gate has closed since */
            recorded: string;
            highest: string;
            built: boolean;
            version: string;
            /** @description Key of the phase reached */
            phase: string;
            /** @description Invented records are among those of the function */
            example: boolean;
            phases: components["schemas"]["DossierPhase"][];
            next: components["schemas"]["NextStep"];
            /** @description Of all areas */
            open: components["schemas"]["OpenPoint"][];
            /** Format: date */
            today: string;
            sections: {
                key: string;
                name: string;
                name_en: string;
            }[];
            facts: components["schemas"]["DossierFact"][];
            tasks: components["schemas"]["DossierTask"][];
        };
        StatementRequest: {
            value?: components["schemas"]["DossierValue"];
            /** @description Of the version that the writer has seen; 0: none */
            number: number;
        };
        StatementHistory: {
            key: string;
            versions: {
                number: number;
                by: string;
                /** Format: date-time */
                at: string;
                example: boolean;
                value: components["schemas"]["DossierValue"];
                /** @description Of the guideline whose text of the maker was taken over; empty: own words */
                maker_version?: string;
            }[];
        };
        TaskRequest: {
            /** @enum {string} */
            state: "open" | "doing" | "done" | "not_needed";
            responsible?: string;
            /** @description A date; empty for none */
            due?: string;
            artefact?: string;
            note?: string;
            /** @description Of the version that the writer has seen; 0: none */
            number: number;
        };
        SignOffRequest: {
            /** @description Version of the task that is signed off */
            number: number;
            note?: string;
        };
        SignOffsRequest: {
            tasks: {
                key: string;
                /** @description Version of the task that is signed off */
                number: number;
            }[];
            /** @description Stands at each */
            note?: string;
        };
        StatementsRequest: {
            statements: {
                key: string;
                /** @description Of the version that the writer has seen; 0: none */
                number: number;
                /** @description null: withdrawn */
                value: components["schemas"]["DossierValue"] | null;
            }[];
        };
        StartingTextsRequest: {
            facts: {
                key: string;
                /** @description Of the version that the writer has seen; 0: none */
                number: number;
                /** @description The text as it was read */
                value: components["schemas"]["DossierValue"] | null;
            }[];
        };
        AiErrorReport: {
            function: string;
            about: components["schemas"]["ComplaintSubject"];
            /** @description Somebody was or may be harmed or treated worse */
            grave?: boolean;
            /** @description Without names and numbers; sealed */
            text: string;
        };
        /** @enum {string} */
        ComplaintSubject: "wrong" | "missed" | "unclear" | "discrimination" | "data_protection" | "other";
        /** @enum {string} */
        ComplaintState: "received" | "acknowledged" | "checked" | "answered" | "closed";
        ComplaintRequest: {
            about: components["schemas"]["ComplaintSubject"];
            grave?: boolean;
            /** Format: date */
            received: string;
            receipt_number?: string;
            unit?: string;
            text: string;
        };
        ComplaintStepRequest: {
            number: number;
            step: components["schemas"]["ComplaintState"];
            /** Format: date */
            on: string;
            /**
             * @description Of the check
             * @enum {string}
             */
            result?: "justified" | "partly" | "unjustified";
            measure?: string;
            /** @description The answer; sealed */
            text?: string;
        };
        ReasonRequest: {
            reason: string;
        };
        IncidentRequest: {
            kind: string;
            /** Format: date-time */
            known: string;
            summary: string;
        };
        IncidentChange: {
            number: number;
            clock?: string;
            /** Format: date-time */
            at?: string;
            /** @description File number at the addressee */
            reference?: string;
            consequence?: string;
        };
        ReviewRequest: {
            number: number;
            /** Format: date */
            on: string;
            /** @enum {string} */
            result: "continue" | "change" | "stop";
            findings: string;
            by_whom: string;
        };
        TrainedUnit: {
            unit: string;
            persons: number;
            trained: number;
        };
        TrainingRequest: {
            /** Format: date */
            on: string;
            topic: string;
            units: components["schemas"]["TrainedUnit"][];
        };
        LogKeepingRequest: {
            number: number;
            months: number;
            /** Format: date */
            checked: string;
        };
        AlarmRequest: {
            number: number;
            because: string;
        };
        RuleSource: {
            text: string;
            state: string;
            unchecked: string;
        };
        Complaint: {
            number: number;
            /** @description Empty for a report of the desk where texts are hidden */
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            id: string;
            /** @enum {string} */
            channel: "desk" | "citizen";
            about: components["schemas"]["ComplaintSubject"];
            unit: string;
            receipt_number: string;
            grave: boolean;
            /** Format: date */
            received: string;
            state: components["schemas"]["ComplaintState"];
            /** Format: date */
            acknowledged: string | null;
            /** Format: date */
            checked: string | null;
            /** Format: date */
            answered: string | null;
            /** Format: date */
            closed: string | null;
            result: string;
            measure: string;
            /** Format: date */
            receipt_due: string;
            /** Format: date */
            answer_due: string;
            text_deleted: boolean;
            has_text: boolean;
            /** @description Report, then answer; empty for those who do not handle it */
            texts: string[];
        };
        IncidentClock: {
            key: string;
            name: string;
            name_en: string;
            to: string;
            to_en: string;
            source: components["schemas"]["RuleSource"];
            /**
             * Format: date-time
             * @description Null: at once
             */
            due: string | null;
            /** Format: date-time */
            reported: string | null;
            reference: string;
            late: boolean | null;
        };
        Incident: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            id: string;
            kind: string;
            /** Format: date-time */
            known: string;
            summary: string;
            consequence: string;
            closed: boolean;
            clocks: components["schemas"]["IncidentClock"][];
        };
        IncidentKind: {
            key: string;
            name: string;
            name_en: string;
            description: string;
            description_en: string;
        };
        Review: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            /** Format: date */
            on: string;
            /** @enum {string} */
            result: "continue" | "change" | "stop";
            findings: string;
            by_whom: string;
        };
        Training: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            id: string;
            topic: string;
            /** Format: date */
            on: string;
            /** Format: date */
            due: string | null;
            units: components["schemas"]["TrainedUnit"][];
        };
        DriftAlarm: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            /** @enum {string} */
            signal: "override" | "missed";
            /** Format: date */
            on: string;
            before: number;
            now: number;
            /** Format: date */
            settled: string | null;
            because: string;
        };
        LogKeeping: {
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            example: boolean;
            months: number;
            /** Format: date */
            checked: string;
        };
        Operation: {
            /** Format: date */
            today: string;
            /** Format: date-time */
            now: string;
            complaints: components["schemas"]["Complaint"][];
            incidents: components["schemas"]["Incident"][];
            incident_kinds: components["schemas"]["IncidentKind"][];
            reviews: components["schemas"]["Review"][];
            /** Format: date */
            review_due: string | null;
            review_source: components["schemas"]["RuleSource"];
            trainings: components["schemas"]["Training"][];
            training_source: components["schemas"]["RuleSource"];
            alarms: components["schemas"]["DriftAlarm"][];
            logs: components["schemas"]["LogKeeping"] | null;
            logs_months_least: number;
            logs_source: components["schemas"]["RuleSource"];
            open: components["schemas"]["OpenPoint"][];
        };
        OutcomeCounts: {
            confirmed: number;
            corrected: number;
            rejected: number;
            /** @description What people added because the function missed it */
            added: number;
        };
        OutcomeGroup: {
            /** @description Units, kinds or Mondays; several are shown as one since some were too small */
            keys: string[];
            counts: components["schemas"]["OutcomeCounts"];
        };
        Drift: {
            /** @description override, missed, or the label as service:kindergeld */
            signal: string;
            assessable: boolean;
            /** @description Cases until there is a reference, rounded up to fifties */
            needed: number;
            /** @description A share, rounded to points of a hundred; null of no cases */
            before: number | null;
            now: number | null;
            /** @description Value, lower, upper at 95 % */
            difference: number[] | null;
            /** Format: date */
            alarm_on: string | null;
            /** @description Cases after which a rise by ten points has alarmed with 95 % confidence */
            seen_within: number | null;
            /** @description Of a detector that reports every hundredth case without looking */
            blind_alarms: number;
        };
        OperationFigures: {
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            /** Format: date */
            today: string;
            back: number;
            persons_min: number;
            /** @description A works agreement in force asks for persons_min */
            persons_min_agreed: boolean;
            /**
             * Format: date
             * @description Decisions up to this day came before the figures and are in none of them; null where all are counted
             */
            uncounted_until: string | null;
            /** @description False: fewer persons than persons_min decided */
            shown: boolean;
            total: components["schemas"]["OutcomeCounts"];
            units: components["schemas"]["OutcomeGroup"][];
            kinds: components["schemas"]["OutcomeGroup"][];
            weeks: components["schemas"]["OutcomeGroup"][];
            /** Format: date */
            since: string | null;
            drift_rules: {
                false_alarm_rate: number;
                tolerance: number;
                reference_cases: number;
            };
            drift_shown?: boolean;
            drift: components["schemas"]["Drift"][];
            labels: components["schemas"]["Drift"][];
        };
        Quality: {
            functions: {
                key: string;
                version: string;
                built: boolean;
                /** @description null: the function works by rules and word lists and has no learned model */
                model: components["schemas"]["QualityModel"] | null;
            }[];
        };
        QualityModel: {
            /** @description Of the code, and the first digits of the file's SHA-256 */
            version: string;
            /** @description That it was trained on */
            letters: number;
            /** @description SHA-256 of each training file */
            files: string[];
            labels: number;
            seed: number;
            /** @description How scores became probabilities */
            calibration: string;
            /** @description Empty where the model brings no figures */
            kinds: components["schemas"]["QualityKind"][];
        };
        /** @description Figures on letters whose writers the scoring model had not seen; intervals are of 95 %. What is said from suggest_from on counts as said. docs/formats/judging-quality.md */
        QualityKind: {
            /** @enum {string} */
            kind: "service" | "act" | "theme";
            letters: number;
            suggest_from: number;
            figures: components["schemas"]["QualityFigures"];
            calibration: components["schemas"]["QualityCalibration"];
            labels: {
                key: string;
                figures: components["schemas"]["QualityFigures"];
            }[];
            /** @description In how many letters one label was missed and another was said wrongly, the most frequent pairs */
            mistaken: {
                missed: string;
                said: string;
                letters: number;
            }[];
            groups: {
                /** @enum {string} */
                by: "writer" | "channel" | "language" | "letter_kind";
                name: string;
                letters: number;
                figures: components["schemas"]["QualityFigures"];
            }[];
            promises: components["schemas"]["QualityPromise"][];
        };
        QualityInterval: {
            value: number;
            lower: number;
            upper: number;
        };
        QualityFigures: {
            /** @description Said and right */
            hits: number;
            /** @description Said and not right */
            wrong: number;
            /** @description Right and not said */
            missed: number;
            /** @description null: nothing was said */
            precision: components["schemas"]["QualityInterval"] | null;
            /** @description null: nothing was right */
            recall: components["schemas"]["QualityInterval"] | null;
            /** @description null: neither */
            f1: components["schemas"]["QualityInterval"] | null;
        };
        QualityCalibration: {
            decisions: number;
            /** @description Expected calibration error as usually given */
            plain: number;
            debiased: components["schemas"]["QualityInterval"];
            /** @description For each group of decisions: the mean probability, and how many came true */
            groups: {
                said: number;
                hits: number;
                count: number;
                came_true: components["schemas"]["QualityInterval"];
            }[];
        };
        /** @description With confidence 1 - delta at most the share alpha of the letters at or above the threshold is wrong, for post like the letters */
        QualityPromise: {
            alpha: number;
            delta: number;
            /** @enum {string} */
            outcome: "holds" | "too_few_items" | "too_many_errors";
            letters: number;
            /** @description Letters without an error that would prove it */
            needed: number;
            /** @description null unless it holds, as are the next three */
            threshold: number | null;
            acted_on: number | null;
            share: number | null;
            errors: number | null;
        };
        ModeChangeRequest: {
            /** @enum {string} */
            mode: "off" | "shadow" | "assist" | "act";
            reason: string;
        };
        Account: {
            id: string;
            name: string;
            display_name: string;
            roles: string[];
            /** @description Unit keys; * is all units */
            units?: string[];
            locked: boolean;
            must_change_password: boolean;
        };
        NewAccount: {
            name: string;
            display_name: string;
            roles: string[];
            units?: string[];
        };
        NewAccountAnswer: {
            account: components["schemas"]["Account"];
            one_time_password?: string;
        };
        AccountChange: {
            roles?: string[];
            units?: string[];
            locked?: boolean;
            new_password?: boolean;
        };
        AuditEntry: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description In the log; null: not there yet
             */
            position: number | null;
            /** @description Key; empty once the record was deleted */
            type: string;
            name: string;
            name_en: string;
            /**
             * Format: date-time
             * @description null once the record was deleted
             */
            at: string | null;
            /** @description Receipt number, or empty */
            item: string;
            /**
             * @description deleted: record and salt are gone, the proof holds
             * @enum {string}
             */
            state: "open" | "deleted" | "damaged";
            record: components["schemas"]["AuditRecord"] | null;
            /**
             * @description bare: without the record; none: not in the log yet
             * @enum {string}
             */
            receipt: "whole" | "bare" | "none";
        };
        AuditRecord: {
            /** @description Id; empty: the program itself */
            account: string;
            /** @description Of the account now; empty: the program, or an account that is not there */
            sign_in_name: string;
            /** @description Display name */
            by: string;
            /** @description At that moment */
            roles: string[];
            details: {
                [key: string]: string;
            };
            /** @description Details that tell of an item's content */
            withheld: string[];
            /** @description Display name of the account that the details name */
            about: string;
            functions: string;
            model: string;
            catalogue: string;
            configuration: string;
        };
        AuditPage: {
            rows: components["schemas"]["AuditEntry"][];
            /** @description Entries that were looked at for this answer */
            searched: number;
            cursor: string | null;
        };
        LogFault: {
            /** @description Below the log's folder; database: the entries there are others */
            file: string;
            /** Format: int64 */
            entry: number | null;
            expected: string;
            found: string;
        };
        LogVerification: {
            /** Format: date-time */
            began_at: string;
            /** Format: date-time */
            ended_at: string;
            /** Format: int64 */
            size: number;
            /** Format: int64 */
            files: number;
            /** @enum {string} */
            result: "verified" | "faulty" | "failed";
            /** @description failed: key of the error */
            problem: string;
            fault: components["schemas"]["LogFault"] | null;
        };
        LogWitness: {
            name: string;
            /**
             * Format: int64
             * @description Of the last head that it signed
             */
            size: number;
            /** Format: date-time */
            signed_at: string | null;
            /** @description Key of what went wrong since, or empty */
            trouble: string;
            /** Format: date-time */
            trouble_since: string | null;
            /** @description The log is not what the witness saw */
            contradicts: boolean;
        };
        AuditLog: {
            origin: string;
            /** @description The public key that proofs are checked with */
            vkey: string;
            /** Format: int64 */
            size: number;
            /** @description base64 */
            root: string;
            /** Format: date-time */
            written_at: string;
            /**
             * Format: int64
             * @description Entries that are not in the log yet
             */
            waiting: number;
            growth: {
                /** Format: date */
                day: string;
                /** Format: int64 */
                size: number;
            }[];
            verifying: boolean;
            verification: components["schemas"]["LogVerification"] | null;
            witnesses: components["schemas"]["LogWitness"][];
            types: {
                key: string;
                name: string;
                name_en: string;
            }[];
        };
        System: {
            checks: {
                key: string;
                /** @enum {string} */
                state: "ok" | "warning" | "red";
                text: string;
                what_to_do?: string;
            }[];
        };
    };
    responses: {
        /** @description What happened, whether anything is lost, what to do */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        ItemId: string;
        /** @description 0 is the original, other numbers are attachments */
        PartNumber: number;
        PageNumber: number;
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in; the cookie is set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed; all other sessions of the account have ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listItems: {
        parameters: {
            query?: {
                state?: "waiting" | "ready" | "needs_person" | "closed" | "all";
                service?: string;
                act?: string;
                theme?: string;
                unit?: string;
                channel?: string;
                /** @description Whole words of sender */
                words?: string;
                as_of?: number;
                from?: number;
                count?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    uploadItems: {
        parameters: {
            query?: {
                /** @description With application/octet-stream */
                name?: string;
                /** @description With application/octet-stream */
                receipt_date?: string;
                /** @description With application/octet-stream */
                receipt_date_source?: "stamp" | "person";
            };
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    file?: string[];
                    /** Format: date */
                    receipt_date?: string;
                    /**
                     * @default person
                     * @enum {string}
                     */
                    receipt_date_source?: "stamp" | "person";
                    receipt_date_reason?: string;
                };
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description A receipt for each file, in order; a file that was not taken names its problem */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterByHand: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryByHand"];
            };
        };
        responses: {
            /** @description The receipt */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    countItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many stand where */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemCounts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item with text and findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    downloadOriginal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    downloadPart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                part: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes of one attachment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPageWords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                /** @description 0 is the original, other numbers are attachments */
                part: components["parameters"]["PartNumber"];
                number: components["parameters"]["PageNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Words in reading order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageWords"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPagePicture: {
        parameters: {
            query?: {
                /** @description In pixels; the picture is about as wide */
                width?: 200 | 400 | 800 | 1200 | 1800 | 2400;
                /** @description Degrees clockwise from the page as sent; default: as the page stands upright. Given, a kept picture is answered at once */
                turned?: 0 | 90 | 180 | 270;
            };
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                /** @description 0 is the original, other numbers are attachments */
                part: components["parameters"]["PartNumber"];
                number: components["parameters"]["PageNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    correctReceiptDate: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptDateCorrection"];
            };
        };
        responses: {
            /** @description Appended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    setItemState: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StateChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getStack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stack */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stack"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    splitItem: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitRequest"];
            };
        };
        responses: {
            /** @description The stack as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stack"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    joinItems: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinRequest"];
            };
        };
        responses: {
            /** @description The stack as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stack"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    undoSplit: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoRequest"];
            };
        };
        responses: {
            /** @description The stack as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stack"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    undoJoin: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoRequest"];
            };
        };
        responses: {
            /** @description The stack as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stack"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dismissSplit: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DismissRequest"];
            };
        };
        responses: {
            /** @description The stack as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stack"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    decideRelation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelationDecision"];
            };
        };
        responses: {
            /** @description The relation as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reportAiError: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AiErrorReport"];
            };
        };
        responses: {
            /** @description Reported */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getSeparatorSheets: {
        parameters: {
            query?: {
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A PDF, a sheet a page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    decideFinding: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["ItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FindingDecision"];
            };
        };
        responses: {
            /** @description The finding as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Finding"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    lookAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ItemId"];
                finding: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Computed anew by the version that runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondLook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCatalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys and names for the screens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalogue"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listFunctions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Functions with mode and history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Functions"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getQuality: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How good the functions are, as measured when their models were trained */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quality"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setFunctionMode: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModeChangeRequest"];
            };
        };
        responses: {
            /** @description Changed and recorded */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listGovernFunctions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of the guideline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernFunctions"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getGates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The gates as they stand now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernGates"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signRelease: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    step: "shadow" | "assist" | "act";
                    role: string;
                    /** @description The hash that was shown */
                    release: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The gates as they stand now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernGates"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterExercise: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of the newest exercise that the screen showed */
                    number: number;
                    /** Format: date */
                    day: string;
                    /**
                     * @description Among real post; only where a works agreement in force allows it
                     * @default false
                     */
                    in_operation?: boolean;
                    units: {
                        /** @description Key of the catalogue, or `all` for the whole house */
                        unit: string;
                        persons: number;
                        shown: number;
                        found: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description The gates as they stand now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernGates"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    withdrawSignature: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The gates as they stand now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernGates"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAssessment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The assessment as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    printAssessment: {
        parameters: {
            query?: {
                part?: "all" | "aia" | "criticality" | "fria" | "dpia" | "ai_act" | "risks";
                lang?: "de" | "en";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page without script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putImpactAnswers: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImpactAnswersRequest"];
            };
        };
        responses: {
            /** @description The assessment as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putImpactAnswer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                question: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImpactAnswerRequest"];
            };
        };
        responses: {
            /** @description The assessment as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rateCriticality: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RatingRequest"];
            };
        };
        responses: {
            /** @description The assessment as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRisk: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                risk: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RiskRequest"];
            };
        };
        responses: {
            /** @description The assessment as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putStatements: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatementsRequest"];
            };
        };
        responses: {
            /** @description The dossier as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putStatement: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                fact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatementRequest"];
            };
        };
        responses: {
            /** @description The fact as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DossierFact"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getStatementHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                fact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementHistory"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    takeOverStartingTexts: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartingTextsRequest"];
            };
        };
        responses: {
            /** @description The dossier as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signTasksOff: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignOffsRequest"];
            };
        };
        responses: {
            /** @description The dossier as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putTask: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                task: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskRequest"];
            };
        };
        responses: {
            /** @description The task as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DossierTask"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signTaskOff: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                task: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignOffRequest"];
            };
        };
        responses: {
            /** @description The task as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DossierTask"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getParticipation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands today */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterParticipation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                body: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipationRequest"];
            };
        };
        responses: {
            /** @description Participation as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterAgreement: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                agreement: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgreementRequest"];
            };
        };
        responses: {
            /** @description Participation as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getFairness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As they are stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fairness"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWaiting: {
        parameters: {
            query?: {
                /** @description How many spans of four weeks before the newest one */
                back?: number;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperationFigures: {
        parameters: {
            query?: {
                /** @description How many spans of four weeks before the newest one */
                back?: number;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationFigures"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterComplaint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComplaintRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    handleComplaint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComplaintStepRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteComplaintTexts: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterIncident: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeIncident: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentChange"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterReview: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enterTraining: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrainingRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    settleLogs: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogKeepingRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    settleAlarm: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
                signal: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlarmRequest"];
            };
        };
        responses: {
            /** @description Where the function stands in operation now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterPreview: {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    publishRegisterEntry: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishRequest"];
            };
        };
        responses: {
            /** @description As it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: components["schemas"]["Account"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Made; the one-time password is shown once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAccountAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeAccount: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description As it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAccountAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Key of a type */
                type?: string;
                /** @description First day in Berlin */
                from?: string;
                /** @description Last day in Berlin */
                to?: string;
                /** @description Receipt number */
                item?: string;
                /** @description Position in the log */
                position?: number;
                /** @description Id or sign-in name of who acted */
                account?: string;
                count?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    downloadAuditReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAuditLog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLog"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    beginVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs; the log says what came out */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Checks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
        };
    };
    getRegisterPage: {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
                /** @description All of these words */
                q?: string;
                mode?: "off" | "shadow" | "assist" | "act";
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterReadingPage: {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterStyle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterCsv: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterDutch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterBritish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterEntryPage: {
        parameters: {
            query?: {
                lang?: "de" | "einfach" | "en";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such entry */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegisterEntryForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                form: "entry.json" | "entry.csv" | "nl.json" | "atrs.json" | "cyclonedx.json";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/csv": string;
                };
            };
            /** @description Nothing new since If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getLogPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getLogFolderPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getLogCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A signed note */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLogWitnessed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A signed note */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLogKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLogTile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description <L>/<N>[.p/<W>] or entries/<N>[.p/<W>] of c2sp.org/tlog-tiles, of any size up to the head's */
                "path...": string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
